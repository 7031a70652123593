import { writeFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runCommand, UsageError } from '../dev/commands/usage-error.ts'
import { buildPublicFolder } from '../dev/site/build-site.ts'
import { bundleSizeKiB, widgetSizesKiB, workerNames } from '../dev/suite/bundle-sizes.ts'
import { developmentSecrets } from '../dev/suite/secrets.ts'
import { startSuite } from '../dev/suite/suite.ts'
import { Settings } from '../lib/env.ts'
import { type LocalSuite, startLocalSuite } from '../test/support/local-suite.ts'
import { benchBadInput, printBadInput } from './bad-input.ts'
import { measureQuestion } from './day/measure-question.ts'
import {
  type boundsMs,
  type FirstTokenFigures,
  measureFirstTokens,
  slowDown,
} from './first-token.ts'
import {
  benchIngestion,
  benchOneOfMany,
  benchTrees,
  benchWorkerMemory,
  printRun,
  printRuns,
  printTrees,
  printWorkerMemory,
} from './ingestion.ts'
import { benchLocalCloud, printLocalCloud } from './local-cloud.ts'
import { measureQuietly, toldBusyness } from './machine.ts'
import { benchLiveMemory, printLiveMemory } from './memory.ts'
import { benchPeers } from './peers/peers.ts'
import { benchScale } from './scale/scale.ts'
import { benchStartUpCpu, printStartUpCpu } from './start-up.ts'
import { median } from './statistics.ts'
import { benchWebhooks } from './webhooks.ts'
import { benchWidget, printWidget } from './widget.ts'
import { benchWorkerCpu, printProfile, printWorkerCpu, profileQuestions } from './worker-cpu.ts'

// What is asked about: settings that the handbook describes, so that each question has its answer.
const settings = Object.keys(Settings.shape)
  .filter((name) => /^(?:TIMEOUT|RATE|BUDGET|RETRIEVAL|BREAKER|CONTENT|WEBHOOK|PRICE)_/.test(name))
  .slice(0, 25)
// The journal queue gathers messages for a second before its consumer runs.
const quietMs = 1300
const handbook = fileURLToPath(new URL('../handbook', import.meta.url))

/** What is measured, in order: each prints its figures, and gives them for --json. */
const measurements = {
  first_token: async () => {
    const figures = await benchFirstToken()
    printFirstToken(figures)
    return figures
  },
  worker_cpu: async () => {
    const figures = await benchWorkerCpu()
    printWorkerCpu(figures)
    return figures
  },
  bad_input: async () => {
    const figures = await benchBadInput()
    printBadInput(figures)
    return figures
  },
  local_cloud: async () => {
    const figures = await benchLocalCloud()
    printLocalCloud(figures)
    return figures
  },
  cpu_profile: async () => {
    const functions = await profileQuestions()
    printProfile(functions)
    return functions
  },
  ingestion: async () => {
    const figures = await benchIngestion()
    printRuns(figures)
    return figures
  },
  one_of_many: async () => {
    const figures = await benchOneOfMany()
    printRun('one of many', figures)
    return figures
  },
  worker_memory: async () => {
    const figures = await benchWorkerMemory()
    printWorkerMemory(figures)
    return figures
  },
  trees: async () => {
    const figures = await benchTrees()
    printTrees(figures)
    return figures
  },
  question: async () => {
    const figures = await measureQuestion()
    const { questions, requests, cpuMs, storedBytes, promptTokens, completionTokens } = figures
    console.log(
      `\nA question with its session and all that follows it (${questions}): ${requests.toFixed(1)} requests, ` +
        `${cpuMs.toFixed(1)} ms of CPU, ${Math.round(storedBytes).toLocaleString('en')} bytes stored, ` +
        `${Math.round(promptTokens)} tokens read, ${Math.round(completionTokens)} written`,
    )
    return figures
  },
  webhooks: benchWebhooks,
  start_up_ms: async () => {
    const ms = await benchStartUp()
    console.log(`\nStart-up of the suite in workerd, bundling included: ${ms.toFixed(0)} ms`)
    return ms
  },
  start_up_cpu: async () => {
    const figures = await benchStartUpCpu()
    printStartUpCpu(figures)
    return figures
  },
  live_memory: async () => {
    const figures = await benchLiveMemory()
    printLiveMemory(figures)
    return figures
  },
  bundle_kib: benchSizes,
  widget: async () => {
    const figures = await benchWidget()
    printWidget(figures)
    return figures
  },
} satisfies Record<string, () => Promise<unknown>>

const usage = `
Usage: npm run bench [-- --only NAME …] [--json FILE]
       npm run bench -- --scale [--passages N …] [--json FILE]
       npm run bench -- --peers [--rounds N] [--questions N] [--report] [--json FILE]

Prints the figures of speed and size; --json writes them to a file. --only leaves out all but what
it names: ${Object.keys(measurements).join(', ')}. --scale measures the database
alone, with 1,000, 10,000 and 100,000 passages or as many as --passages says, on a real Postgres:
  dev/real/postgres npm run bench -- --scale
--peers puts Marginalia beside the AI SDK, LangChain.js, @upstash/rag-chat and the bare waits, 40 rounds
by turns and 2,000 questions, or as many as are said, and with --report writes the README's table. They are installed on demand:
  npm ci --prefix bench/peers`

await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      only: { type: 'string', multiple: true, default: Object.keys(measurements) },
      scale: { type: 'boolean', default: false },
      passages: { type: 'string', multiple: true },
      peers: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '40' },
      questions: { type: 'string', default: '2000' },
      report: { type: 'boolean', default: false },
    },
  })
  // Without the texts that Workers read, pages that need them are left out.
  await buildPublicFolder()
  const figures = values.scale
    ? { scale: await benchScale(values.passages?.map((text) => toNumber('--passages', text, 100))) }
    : values.peers
      ? { peers: await benchPeers(toPeersOptions(values)) }
      : await measure(values.only)
  if (values.json) await writeFile(values.json, `${JSON.stringify(figures, undefined, 2)}\n`)
  process.exit(0)
})

function toPeersOptions(values: { rounds: string; questions: string; report: boolean }) {
  return {
    rounds: toNumber('--rounds', values.rounds, 2),
    questions: toNumber('--questions', values.questions, 50),
    isReported: values.report,
  }
}

function toNumber(option: string, text: string, least: number): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= least) return number
  throw new UsageError(`${option} is a number from ${least} on, not ${text}`)
}

async function measure(only: string[]): Promise<Record<string, unknown>> {
  const unknown = only.find((name) => !(name in measurements))
  if (unknown !== undefined) throw new UsageError(`There is no measurement ${unknown}`)
  const figures: Record<string, unknown> = {}
  for (const [name, take] of Object.entries(measurements)) {
    if (!only.includes(name)) continue
    const { figures: taken, busyness, tries } = await measureQuietly<unknown>(take)
    console.log(`  ${toldBusyness(busyness)}${tries > 1 ? `; the quieter of ${tries} runs` : ''}`)
    figures[name] = taken
  }
  return figures
}

async function benchFirstToken() {
  const local = await startLocalSuite({ docs: handbook })
  slowDown(local)
  const settle = () => untilQuiet(local)
  const ask = (questions: string[], kind: keyof typeof boundsMs) =>
    measureFirstTokens(local, questions, kind, settle)
  await ask(['What is the default of ALLOWED_ORIGINS?'], 'uncached')
  const questions = settings.map((name) => `What is the default of ${name}?`)
  const uncached = await ask(questions, 'uncached')
  const near = await ask(
    settings.map((name) => `What exactly is the default of ${name}?`),
    'near',
  )
  const cached = await ask(questions, 'exact')
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
  console.log(`Time to the first token, ${settings.length} questions each, in milliseconds`)
  for (const [name, figure] of Object.entries(figures)) {
    const { medianMs, p95Ms, boundMs, ratio, overMs, requests, asMeant } = figure
    const counts = Object.entries(requests).map(([service, count]) => `${service} ${count}`)
    console.log(
      `  ${name.padEnd(9)} median ${medianMs.toFixed(1)}, p95 ${p95Ms.toFixed(1)}, bound ${boundMs}, ` +
        `ratio ${ratio.toFixed(3)}, over by ${overMs.toFixed(1)}; ${asMeant} answered as meant; requests before it: ${counts.join(', ')}`,
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
