import { UsageError } from '../../dev/commands/usage-error.ts'
import { createMadeDatabase, type MadeDatabase } from '../../dev/made-book/database.ts'
import { fill } from '../../dev/made-book/fill.ts'
import { makeBook } from '../../dev/made-book/passages.ts'
import { makeQuestions } from '../../dev/made-book/questions.ts'
import type { CpuFigures } from './backend-cpu.ts'
import { fillDesk } from './fill-desk.ts'
import { measureDesk } from './measure-desk.ts'
import { type ExportFigures, measureExports } from './measure-exports.ts'
import { type LogFigures, measureLogs } from './measure-logs.ts'
import { measureQuestions, type QuestionFigures } from './measure-questions.ts'
import { measureSearches, type SearchFigures } from './measure-searches.ts'
import { measureStatements, type StatementFigures } from './measure-statements.ts'
import { measureVectors, type VectorFigures } from './measure-vectors.ts'

const usualSizes = [1000, 10_000, 100_000]
const questionCount = 200
const searchCount = 100

export interface ScaleFigures {
  passages: number
  /** Bytes of the passages' tables, and of each index, in MiB. */
  storageMib: Record<string, number>
  questions: QuestionFigures[]
  searches: SearchFigures[]
  vectors: VectorFigures[]
  statements: StatementFigures[]
  /** Of the largest size alone: over a million logged questions. */
  logs: LogFigures[]
  exports: ExportFigures[]
  scans: string[]
}

/** Measures a real Postgres with more and more passages, and prints a table for each size. */
export async function benchScale(
  sizes = usualSizes,
  serverUrl = process.env.DATABASE_URL,
): Promise<ScaleFigures[]> {
  if (!serverUrl)
    throw new UsageError(
      '--scale needs a real Postgres: dev/real/postgres npm run bench -- --scale',
    )
  const all: ScaleFigures[] = []
  for (const passages of sizes) {
    const database = await createMadeDatabase(serverUrl)
    try {
      const figures = await measure(database, passages, passages === sizes.at(-1))
      print(figures)
      all.push(figures)
    } finally {
      await database.drop()
    }
  }
  return all
}

async function measure(
  database: MadeDatabase,
  passages: number,
  isLast: boolean,
): Promise<ScaleFigures> {
  const kept = await fill(database.client, passages)
  const made = makeQuestions(questionCount, kept, makeBook(passages).vocabulary)
  const { client, backendPid, url } = database
  const storageMib = await storageOf(database)
  const { figures: questions, scans } = await measureQuestions(client, url, made)
  const searches = await measureSearches(client, url, made.slice(0, searchCount))
  const vectors = await measureVectors(client, backendPid, passages / 10)
  const statements = await measureStatements(client, backendPid, passages)
  const logs = isLast ? await measureLogs(client, backendPid) : []
  if (isLast) await fillDesk(client)
  const desk = isLast ? await measureDesk(client, backendPid) : []
  const exports = isLast ? await measureExports(url) : []
  return {
    passages,
    storageMib,
    questions,
    searches,
    vectors,
    statements,
    logs: [...logs, ...desk],
    exports,
    scans,
  }
}

async function storageOf({ client }: MadeDatabase): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string; mib: number }>(`
    select relname as name, round(pg_table_size(oid) / 1048576.0, 1)::float8 as mib from pg_class
    where relname in ('documents', 'lexemes')
    union all
    select indexrelid::regclass::text, round(pg_relation_size(indexrelid) / 1048576.0, 1)::float8
    from pg_index where indrelid in ('documents'::regclass, 'lexemes'::regclass)`)
  const total = rows.reduce((sum, { mib }) => sum + mib, 0)
  return Object.fromEntries([['all', total], ...rows.map(({ name, mib }) => [name, mib] as const)])
}

function print(figures: ScaleFigures) {
  const { passages, storageMib, questions, searches, vectors, statements, logs, exports, scans } =
    figures
  console.log(
    `\n${passages.toLocaleString('en')} passages on a real Postgres; CPU of its backend, in ms`,
  )
  row('', 'median', 'p95', 'max', 'recall')
  for (const { kind, questions: count, cpuMs, recall } of questions)
    row(`a question, ${kind} (${count})`, ...shown(cpuMs), recall.toFixed(3))
  for (const line of scans) console.log(`    scans: ${line}`)
  for (const { kind, searches: count, cpuMs, wallMs } of searches)
    row(`a search, ${kind} (${count})`, ...shown(cpuMs), `wall ${wallMs.p95.toFixed(0)}`)
  for (const { filter, cpuMs, recall } of vectors)
    row(`60 by vectors, filter ${filter}`, ...shown(cpuMs), recall.toFixed(3))
  for (const { name, cpuMs, scans: lines } of statements) {
    row(name, ...shown(cpuMs))
    for (const line of lines) console.log(`    scans: ${line}`)
  }
  if (logs.length > 0) row('a million logged questions', 'median', '', 'max', 'wall, max')
  for (const { name, cpuMs, slowestMs, scans: lines } of logs) {
    row(name, cpuMs.median.toFixed(1), '', cpuMs.max.toFixed(1), slowestMs.toFixed(0))
    for (const line of lines) console.log(`    scans: ${line}`)
  }
  for (const { name, rows, mib, seconds, liveMiB } of exports)
    console.log(
      `  ${name}: ${rows} lines, ${mib.toFixed(1)} MiB in ${seconds.toFixed(1)} s; alive in the isolate ${liveMiB.before.toFixed(1)} MiB before, ${liveMiB.most.toFixed(1)} at most`,
    )
  const sizesOf = Object.entries(storageMib).map(([name, mib]) => `${name} ${mib.toFixed(0)}`)
  console.log(`  storage in MiB: ${sizesOf.join(', ')}`)
}

const shown = ({ median, p95, max }: CpuFigures) => [median, p95, max].map((ms) => ms.toFixed(1))

const row = (name: string, ...cells: string[]) =>
  console.log(`  ${name.padEnd(34)}${cells.map((cell) => cell.padStart(10)).join('')}`)
