import { writeFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runCommand } from '../dev/commands/usage-error.ts'
import { bundleSizeKiB, widgetSizesKiB, workerNames } from '../dev/suite/bundle-sizes.ts'
import { developmentSecrets } from '../dev/suite/secrets.ts'
import { startSuite } from '../dev/suite/suite.ts'
import { type LocalSuite, startLocalSuite } from '../test/support/local-suite.ts'
import { boundsMs, type FirstTokenFigures, measureFirstTokens, slowDown } from './first-token.ts'
import {
  benchIngestion,
  benchTrees,
  benchWorkerMemory,
  printRuns,
  printTrees,
  printWorkerMemory,
} from './ingestion.ts'
import { benchScale } from './scale/scale.ts'
import { median } from './statistics.ts'
import { benchWebhooks } from './webhooks.ts'
import { benchWidget, printWidget } from './widget.ts'

const rounds = 25
// The journal queue gathers messages for a second before its consumer runs.
const quietMs = 1300
const handbook = fileURLToPath(new URL('../handbook', import.meta.url))

const usage = `
Usage: npm run bench [-- --scale] [--json FILE]

Prints the figures of speed and size; --json writes them to a file. --scale measures the database
alone, with 1,000, 10,000 and 100,000 passages on a real Postgres:
  dev/real/postgres npm run bench -- --scale`

await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: { json: { type: 'string' }, scale: { type: 'boolean', default: false } },
  })
  if (values.scale) {
    const scale = await benchScale()
    if (values.json)
      await writeFile(
        values.json,
        `${JSON.stringify({ scale }, undefined, 2)}
`,
      )
    process.exit(0)
  }
  const first_token = await benchFirstToken()
  printFirstToken(first_token)
  const ingestion = await benchIngestion()
  printRuns(ingestion)
  const worker_memory = await benchWorkerMemory()
  printWorkerMemory(worker_memory)
  const trees = await benchTrees()
  printTrees(trees)
  const webhooks = await benchWebhooks()
  const start_up_ms = await benchStartUp()
  console.log(`\nStart-up of the suite in workerd, bundling included: ${start_up_ms.toFixed(0)} ms`)
  const bundle_kib = await benchSizes()
  const widget = await benchWidget()
  printWidget(widget)
  const figures = {
    first_token,
    ingestion,
    worker_memory,
    trees,
    webhooks,
    start_up_ms,
    bundle_kib,
    widget,
  }
  if (values.json) await writeFile(values.json, `${JSON.stringify(figures, undefined, 2)}\n`)
  process.exit(0)
})

async function benchFirstToken() {
  const local = await startLocalSuite({ docs: handbook })
  slowDown(local)
  const settle = () => untilQuiet(local)
  const questions = Array.from(
    { length: rounds },
    (_, index) => `Which setting limits the rate of question number ${index}?`,
  )
  await measureFirstTokens(
    local,
    ['Which settings are there to warm up with?'],
    boundsMs.uncached,
    settle,
  )
  const uncached = await measureFirstTokens(local, questions, boundsMs.uncached, settle)
  const reworded = questions.map((question) =>
    question.replace('Which setting', 'Which of the settings'),
  )
  const near = await measureFirstTokens(local, reworded, boundsMs.near, settle)
  const cached = await measureFirstTokens(local, questions, boundsMs.cached, settle)
  await local.close()
  return { uncached, near, cached }
}

/** What follows an answer's last byte must not reach into the next question. */
async function untilQuiet({ cloud }: LocalSuite): Promise<void> {
  const count = () =>
    Object.values(cloud.requests).reduce((sum, { entries }) => sum + entries.length, 0)
  for (let before = -1; before !== count(); ) {
    before = count()
    await pause(quietMs)
  }
}

function printFirstToken(figures: Record<string, FirstTokenFigures>) {
  console.log(`Time to the first token, ${rounds} questions each, in milliseconds`)
  for (const [name, figure] of Object.entries(figures)) {
    const { medianMs, p95Ms, boundMs, ratio, overMs, requests } = figure
    const counts = Object.entries(requests).map(([service, count]) => `${service} ${count}`)
    console.log(
      `  ${name.padEnd(9)} median ${medianMs.toFixed(1)}, p95 ${p95Ms.toFixed(1)}, bound ${boundMs}, ` +
        `ratio ${ratio.toFixed(3)}, over by ${overMs.toFixed(1)}; requests before it: ${counts.join(', ')}`,
    )
  }
}

async function benchStartUp(): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 5; round += 1) {
    const from = performance.now()
    const suite = await startSuite({ settings: { ...developmentSecrets } })
    await (await fetch(`${suite.url}/health`)).text()
    times.push(performance.now() - from)
    await suite.close()
  }
  return median(times)
}

async function benchSizes(): Promise<Record<string, number>> {
  console.log('\nBundles as deployed, KiB gzipped')
  const sizes: Record<string, number> = await widgetSizesKiB()
  for (const name of workerNames) sizes[name] = await bundleSizeKiB(name)
  for (const [name, size] of Object.entries(sizes)) {
    console.log(`  ${name.padEnd(11)} ${size.toFixed(1)}`)
  }
  return sizes
}
