import { parseArgs } from 'node:util'
import { Replay } from '../../lib/admin/desk/receipt.ts'
import { askAdmin } from './admin-door.ts'
import { defaultUrl, suiteUrl } from './suite-door.ts'
import { runCommand, UsageError } from './usage-error.ts'

const usage = `
Usage: npm run replay -- QUERY_ID [--url URL] [--json]

Gives an answer of the log again, by today's index, prompt and model, and prints both.
  --url URL  a running suite; the local one when absent
  --json     prints all that is known of both
ADMIN_TOKEN in the environment is sent as the admin token.
Exit code: 0 it is answered as before or better, 1 it is answered no more or verified no more, 2 it could not be asked.`

type Receipt = Replay['now']

await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string', default: defaultUrl },
      json: { type: 'boolean', default: false },
    },
  })
  const [queryId, ...more] = positionals
  if (queryId === undefined || more.length > 0) throw new UsageError('Name one query_id.')
  const body = JSON.stringify({ query_id: queryId })
  const replay = Replay.parse(
    await askAdmin(suiteUrl(values.url), '/v1/admin/replays', { method: 'POST', body }),
  )
  const { question, given, now, sources_added: added, sources_removed: removed } = replay
  if (values.json) console.log(JSON.stringify(replay, undefined, 2))
  else {
    console.log(question)
    console.log(`\n${given.at}: ${inWords(given)}\n${given.answer ?? '(its words are not kept)'}`)
    console.log(`\nNow: ${inWords(now)}\n${now.answer ?? ''}`)
    console.log(`\n${added} passages more, ${removed} fewer.`)
  }
  if (isWorse(given, now)) process.exitCode = 1
})

function inWords({ answered, verdicts = [], model, money, ...receipt }: Receipt): string {
  const verified = verdicts.filter(({ status }) => status === 'verified').length
  const tokens = (receipt.prompt_tokens ?? 0) + (receipt.completion_tokens ?? 0)
  return [
    answered ? 'answered' : 'not answered',
    `${receipt.sources.length} sources`,
    `${verified} of ${verdicts.length} citations verified`,
    ...(receipt.degraded.length > 0 ? [`away: ${receipt.degraded.join(', ')}`] : []),
    ...(model ? [model] : []),
    ...(tokens > 0 ? [`${tokens} tokens`] : []),
    ...(money === undefined ? [] : [`${money.toFixed(6)} in money`]),
    `${Math.round(receipt.latency_ms)} ms`,
  ].join(', ')
}

// Declared as functions: the command above runs before a constant down here has its value.
function isWorse(given: Receipt, now: Receipt): boolean {
  if (!given.answered) return false
  return !now.answered || (given.verdicts !== undefined && weak(now) > weak(given))
}

function weak({ verdicts = [] }: Receipt): number {
  return verdicts.filter(({ status }) => status === 'weak').length
}
