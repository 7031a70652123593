import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { GapList, RegressionList } from '../../lib/admin/gaps/gap-list.ts'
import { askAdmin } from './admin-door.ts'
import { defaultUrl, suiteUrl } from './suite-door.ts'
import { runCommand, UsageError } from './usage-error.ts'

const pollMs = 1000

const usage = `
Usage: npm run gaps [-- --check] [--url URL] [--minutes N]

Prints what readers miss in the book, and which answers the latest ingestion run broke.
  --check      asks all of it once more first; for a pipeline that puts up a branch
  --url URL    a running suite; the local one when absent
  --minutes N  how long to wait for --check, 10 when absent
ADMIN_TOKEN in the environment is sent as the admin token.
Exit code: 0 nothing is broken, 1 an answer is broken, 2 it could not be asked.`

await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      url: { type: 'string', default: defaultUrl },
      minutes: { type: 'string', default: '10' },
    },
  })
  const url = suiteUrl(values.url)
  if (values.check) await check(url, Number(values.minutes))
  const gaps = GapList.parse(await askAdmin(url, '/v1/admin/gaps?limit=100')).data
  const { data, run_id } = RegressionList.parse(await askAdmin(url, '/v1/admin/regressions'))
  const broken = data.filter((one) => one.run_id === run_id)
  console.log(`${gaps.length} gaps are open.`)
  for (const { question = '(erased)', wordings, page } of gaps) {
    console.log(`  ${question} (${wordings} wordings)${page ? `: ${page.source}` : ''}`)
  }
  console.log(`Run ${run_id ?? 'none'} broke ${broken.length} answers.`)
  for (const { question = '(erased)', reason } of broken) console.log(`  ${reason}: ${question}`)
  if (broken.length > 0) process.exitCode = 1
})

/** Has all asked again, and waits until it is. */
async function check(url: string, minutes: number): Promise<void> {
  if (!(minutes > 0)) throw new UsageError('--minutes must be a number above 0.')
  await askAdmin(url, '/v1/admin/gap-checks', { method: 'POST', body: '{}' })
  for (const end = Date.now() + minutes * 60_000; Date.now() < end; await pause(pollMs)) {
    if (RegressionList.parse(await askAdmin(url, '/v1/admin/regressions')).is_checked) return
  }
  throw new UsageError(`Not all was asked within ${minutes} minutes; name more with --minutes.`)
}
