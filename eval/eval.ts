import { existsSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runCommand, UsageError } from '../dev/commands/usage-error.ts'
import { tableOf, writeTables } from '../dev/commands/write-tables.ts'
import { type Generator, generators } from '../lib/content-sources.ts'
import { type AgentOptions, measureAgent, printAgent } from './agent/measure-agent.ts'
import { measureClaims, printClaims } from './claims/claims-report.ts'
import { checkLocally } from './claims/local-checker.ts'
import { checkByModel } from './claims/model-checker.ts'
import { compare } from './compare.ts'
import { readCosine } from './embedder/cosine.ts'
import { type EmbedderName, embedderNames } from './embedder/embedder.ts'
import { evaluate } from './evaluate.ts'
import { askForFacts, printFacts } from './facts.ts'
import { printFollowUps } from './follow-ups.ts'
import { type FollowUpWay, followUpWays } from './formats/corpus.ts'
import { goalsTable, refusalCell, signalsTable, withEarlier } from './goals.ts'
import { claimTables, writeCell } from './handbook-tables.ts'
import { printNear } from './near/print-near.ts'
import { printPages } from './pages/print-pages.ts'
import { measureRefusals, type RefusalOptions } from './refusals/measure-refusals.ts'
import { printRefusals } from './refusals/print-refusals.ts'
import { print } from './report.ts'
import { type ReaderOn, readerPlaces } from './run.ts'
import { startScratchCloud } from './scratch-cloud.ts'

const usage = `Usage: npm run eval -- (--docs DIR | --passages FILE) --questions FILE [--limit N] [--json FILE]
            [--embedder minilm] [--cosine A+Bc] [--reader-on own|other] [--misspelt]
            [--follow-ups-by joined|rewritten|shipped]
       npm run eval -- --docs DIR --facts FILE
       npm run eval -- --agent --docs DIR --questions FILE [--embedder minilm] [--json FILE]
       npm run eval -- --claims [--checker MODEL] [--corpora DIR] [--json FILE] [--report]
       npm run eval -- --refusals [--corpora DIR] [--only NAME] [--kept-apart] [--limit N]
            [--embedder minilm] [--cosine A+Bc] [--json FILE]
       npm run eval -- --near [--corpora DIR] [--limit N] [--embedder minilm] [--json FILE]
       npm run eval -- --follow-ups [--corpora DIR]
       npm run eval -- --pages [--docs DIR] [--generator NAME] [--corpora DIR]
       npm run eval -- --compare A.json B.json
       npm run eval -- --goals FILE.json… [--report]`
const root = fileURLToPath(new URL('..', import.meta.url))
const figuresPage = 'handbook/Part-4-operating-it/08-measuring-answers.md'
const defaultLimit = 300
const questionsOfEachKind = 300
// What NEAR_MATCH_THRESHOLD is when nothing is set.
const usualThreshold = 0.8

const flags = {
  docs: { type: 'string' },
  questions: { type: 'string' },
  passages: { type: 'string' },
  json: { type: 'string' },
  limit: { type: 'string' },
  embedder: { type: 'string' },
  cosine: { type: 'string' },
  'reader-on': { type: 'string' },
  'follow-ups-by': { type: 'string' },
  misspelt: { type: 'boolean', default: false },
  data: { type: 'string' },
  facts: { type: 'string' },
  agent: { type: 'boolean', default: false },
  checker: { type: 'string' },
  claims: { type: 'boolean', default: false },
  goals: { type: 'boolean', default: false },
  near: { type: 'boolean', default: false },
  refusals: { type: 'boolean', default: false },
  only: { type: 'string' },
  'kept-apart': { type: 'boolean', default: false },
  'follow-ups': { type: 'boolean', default: false },
  pages: { type: 'boolean', default: false },
  generator: { type: 'string' },
  corpora: { type: 'string' },
  report: { type: 'boolean', default: false },
  compare: { type: 'boolean', default: false },
} as const

await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: flags })
  if (values.compare) {
    const [a, b] = positionals
    if (a === undefined || b === undefined)
      throw new UsageError(`--compare: name two files.\n${usage}`)
    return compare(a, b)
  }
  if (values.goals) {
    const table = goalsTable(positionals)
    console.log(table)
    if (values.report) reportGoals(table, positionals)
    return
  }
  const dataDir = values.data === undefined ? join(root, '.marginalia/eval') : resolve(values.data)
  if (values.facts !== undefined) {
    if (values.docs === undefined) throw new UsageError(`--docs: is missing.\n${usage}`)
    requireFolder(values.docs)
    const docs = resolve(values.docs)
    printFacts(await askForFacts({ docs, questions: values.facts, dataDir }))
    process.exit(0)
  }
  const embedding = {
    ...(values.embedder !== undefined && { embedder: toEmbedder(values.embedder) }),
    ...(values.cosine !== undefined && { cosine: readCosine(values.cosine) }),
  }
  const corpora = values.corpora ?? join(root, '../shared/corpora')
  if (values['follow-ups']) return printFollowUps(corpora)
  if (values.pages) {
    const { docs: folder, generator } = values
    if (folder !== undefined) requireFolder(folder)
    return await printPages({
      folder,
      corpora,
      generator: generator === undefined ? undefined : toGenerator(generator),
    })
  }
  if (values.claims) {
    await claims({ ...values, corpora, dataDir })
    process.exit(0)
  }
  if (values.near) {
    const limit = toLimit(values.limit)
    const threshold = Number(process.env.NEAR_MATCH_THRESHOLD ?? usualThreshold)
    await written(values, await printNear({ corpora, dataDir, limit, threshold, ...embedding }))
  }
  if (values.refusals) {
    const { limit, json, only, cosine } = values
    const isKeptApart = values['kept-apart']
    const given = { corpora, dataDir, ...embedding, isKeptApart, ...(only && { only }) }
    await refusals({ ...given, limit, json }, cosine)
    process.exit(0)
  }
  if (values.questions === undefined) throw new UsageError(`--questions: is missing.\n${usage}`)
  if ((values.docs === undefined) === (values.passages === undefined))
    throw new UsageError(`Name either --docs or --passages.\n${usage}`)
  if (values.docs !== undefined) requireFolder(values.docs)
  const { questions } = values
  if (values.agent) {
    const { docs, json } = values
    await agent({ docs, questions, dataDir, ...embedding }, json)
    process.exit(0)
  }
  const result = await evaluate({
    questions,
    ...(values.docs !== undefined && { docs: resolve(values.docs) }),
    ...(values.passages !== undefined && { passages: values.passages }),
    limit: toLimit(values.limit),
    ...embedding,
    ...(values['reader-on'] !== undefined && { readerOn: toPlace(values['reader-on']) }),
    ...(values['follow-ups-by'] !== undefined && { followUps: toWay(values['follow-ups-by']) }),
    isMisspelt: values.misspelt,
    dataDir,
  })
  print(result)
  await written(values, result)
})

/** Lets the scripted agent look for answers, and prints what it found. */
async function agent(
  { docs, ...options }: Omit<AgentOptions, 'docs'> & { docs?: string | undefined },
  json?: string,
) {
  if (docs === undefined) throw new UsageError(`--docs: is missing.\n${usage}`)
  const figures = await measureAgent({ docs, ...options })
  printAgent(figures)
  if (json) await writeFile(json, `${JSON.stringify(figures, undefined, 1)}\n`)
}

/** Writes figures into the file that `--json` names, if any, and ends: embedders would keep it alive. */
async function written({ json }: { json?: string | undefined }, figures: unknown): Promise<never> {
  if (json) await writeFile(json, `${JSON.stringify(figures, undefined, 1)}\n`)
  process.exit(0)
}

/** Writes the goals into the handbook, and what README says of them. */
function reportGoals(goals: string, files: string[]) {
  const signals = signalsTable(files)
  const page = join(root, figuresPage)
  const earlier = tableOf(page, 'goals')
  writeTables(page, { goals: withEarlier(goals, earlier), ...(signals && { signals }) })
  const refusals = refusalCell(files)
  if (refusals) writeCell(join(root, 'README.md'), 'Questions of other books refused', refusals)
}

interface ClaimOptions {
  corpora: string
  dataDir: string
  checker?: string | undefined
  json?: string | undefined
  report?: boolean
}

/** Measures the check of claims, with a second look by a model where one is named. */
async function claims({ corpora, dataDir, checker, json, report }: ClaimOptions) {
  const cloud =
    checker === undefined
      ? undefined
      : await startScratchCloud(dataDir, { ...process.env, CLAIM_CHECK_MODEL: checker })
  const figures = await measureClaims(corpora, cloud ? checkByModel(cloud.settings) : checkLocally)
  await cloud?.close()
  printClaims(figures)
  if (report) writeTables(join(root, figuresPage), claimTables(figures))
  if (json) await writeFile(json, `${JSON.stringify(figures, undefined, 1)}\n`)
}

/** Measures what each index refuses, and prints it. */
async function refusals(
  options: Omit<RefusalOptions, 'each'> & { limit?: string | undefined; json?: string | undefined },
  cosine?: string,
) {
  const { limit, json, ...given } = options
  const each = limit === undefined ? questionsOfEachKind : toLimit(limit)
  const figures = await measureRefusals({ ...given, each })
  printRefusals(figures)
  const { embedder } = options
  const written = { refusals: figures, ...(embedder && { embedder }), ...(cosine && { cosine }) }
  if (json) await writeFile(json, `${JSON.stringify(written, undefined, 1)}\n`)
}

function requireFolder(docs: string) {
  if (!existsSync(docs) || !statSync(docs).isDirectory())
    throw new UsageError(`--docs: there is no folder ${docs}; name one with Markdown files.`)
}

function toPlace(text: string): ReaderOn {
  const place = readerPlaces.find((one) => one === text)
  if (place) return place
  throw new UsageError(`--reader-on: name one of ${readerPlaces.join(', ')}.`)
}

function toWay(text: string): FollowUpWay {
  const way = followUpWays.find((one) => one === text)
  if (way) return way
  throw new UsageError(`--follow-ups-by: name one of ${followUpWays.join(', ')}.`)
}

function toGenerator(text: string): Generator {
  const name = generators.find((one) => one === text)
  if (name) return name
  throw new UsageError(`--generator: name one of ${generators.join(', ')}.`)
}

function toEmbedder(text: string): EmbedderName {
  const name = embedderNames.find((one) => one === text)
  if (name) return name
  throw new UsageError(`--embedder: name one of ${embedderNames.join(', ')}.`)
}

function toLimit(text: string | undefined): number {
  if (text === undefined) return defaultLimit
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 0) return limit || Number.POSITIVE_INFINITY
  throw new UsageError('--limit: name a whole number of questions, or 0 for all of them.')
}
