import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { GapList, RegressionList } from '../../lib/admin/gaps/gap-list.ts'
import { askAdmin } from './admin-door.ts'
import { askForAll } from './gap-questions.ts'
import { defaultUrl, suiteUrl } from './suite-door.ts'
import { runCommand, UsageError } from './usage-error.ts'

const pollMs = 1000

const usage = `
Usage: npm run gaps [-- --check] [--url URL] [--minutes N] [--questions-of URL [--limit N]]

Prints what readers miss in the book, and which answers the latest ingestion run broke.
  --check             asks all of it once more first
  --url URL           a running suite; the local one when absent
  --minutes N         how long to wait for --check, 10 when absent
  --questions-of URL  with --check, for a branch: asks the suite at --url, which has indexed the branch,
                      what readers ask of the suite at this URL, and changes nothing at either
  --limit N           how many answered questions, and how many gaps, are asked then; 50 when absent
ADMIN_TOKEN in the environment is sent as the admin token of the suite that is read from; a viewer's will
do, but for --check without --questions-of.
Exit code: 0 nothing is broken, 1 an answer is broken, 2 it could not be asked.`

await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      url: { type: 'string', default: defaultUrl },
      minutes: { type: 'string', default: '10' },
      'questions-of': { type: 'string' },
      limit: { type: 'string', default: '50' },
    },
  })
  const url = suiteUrl(values.url)
  const of = values['questions-of']
  if (of !== undefined && !values.check)
    throw new UsageError('--questions-of asks questions again: name --check too.')
  const broken =
    of === undefined
      ? await latestRun(url, values.check ? minutesOf(values.minutes) : undefined)
      : await askForAll({ url, of: suiteUrl(of), limit: limitOf(values.limit) })
  if (broken > 0) process.exitCode = 1
})

/** Prints the gaps that are open, and what the latest run broke; says how many answers that are. */
async function latestRun(url: string, checkMinutes: number | undefined): Promise<number> {
  if (checkMinutes !== undefined) await check(url, checkMinutes)
  const gaps = GapList.parse(await askAdmin(url, '/v1/admin/gaps?limit=100')).data
  const { data, run_id } = RegressionList.parse(await askAdmin(url, '/v1/admin/regressions'))
  const broken = data.filter((one) => one.run_id === run_id)
  console.log(`${gaps.length} gaps are open.`)
  for (const { question = '(erased)', wordings, page } of gaps) {
    console.log(`  ${question} (${wordings} wordings)${page ? `: ${page.source}` : ''}`)
  }
  console.log(`Run ${run_id ?? 'none'} broke ${broken.length} answers.`)
  for (const { question = '(erased)', reason } of broken) console.log(`  ${reason}: ${question}`)
  return broken.length
}

/** Has all asked again, and waits until it is. */
async function check(url: string, minutes: number): Promise<void> {
  await askAdmin(url, '/v1/admin/gap-checks', { method: 'POST', body: '{}' })
  for (const end = Date.now() + minutes * 60_000; Date.now() < end; await pause(pollMs)) {
    if (RegressionList.parse(await askAdmin(url, '/v1/admin/regressions')).is_checked) return
  }
  throw new UsageError(`Not all was asked within ${minutes} minutes; name more with --minutes.`)
}

function minutesOf(text: string): number {
  const minutes = Number(text)
  if (minutes > 0) return minutes
  throw new UsageError('--minutes must be a number above 0.')
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit
  throw new UsageError('--limit must be a whole number from 1 to 100.')
}
