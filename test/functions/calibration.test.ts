import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Freshness } from '../../lib/admin/fresh/freshness.ts'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { Calibration } from '../../lib/index/calibration.ts'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'

const parts = ['lamp', 'lens', 'gallery', 'foghorn', 'keeper', 'tower', 'mercury', 'shutter']
const doings = ['cleaned', 'repaired', 'replaced', 'inspected']

/** A page of 32 sections on what is done at a lighthouse. */
const page = parts
  .flatMap((part, at) =>
    doings.map(
      (doing, more) =>
        `## How the ${part} is ${doing}\n\nThe ${part} is ${doing} every ${at + more + 2} weeks by the assistant, who notes it in the ${part} ledger.\n`,
    ),
  )
  .join('\n')

let docs: string
let local: LocalSuite
beforeAll(async () => {
  docs = await mkdtemp(join(tmpdir(), 'calibrated-'))
  await writeFile(join(docs, '01-upkeep.md'), `# Upkeep of the lighthouse\n\n${page}`)
  local = await startLocalSuite({ docs })
})
afterAll(async () => {
  await local.close()
  await rm(docs, { recursive: true })
})

const kept = () =>
  until(
    () => local.sql`select embedding, index_version, measured from calibrations`,
    (rows) => rows.length > 0,
  )

const ask = async (question: string) =>
  AnswerDocument.parse(await (await local.ask({ question }, undefined, 'application/json')).json())

test('a run that changed the index is followed by its calibration, kept with the version', async () => {
  const [row] = await kept()
  const calibration = Calibration.parse(row?.measured)
  expect(row).toMatchObject({
    embedding: calibration.embedding,
    index_version: calibration.index_version,
  })
  expect(calibration.foreign.at(-1)).toBeGreaterThan(calibration.foreign[0] ?? 1)
})

test('the owner learns which calibration is in force', async () => {
  const [row] = await kept()
  const reply = await local.request('/v1/admin/freshness', { headers: adminHeaders })
  const { calibration } = Freshness.parse(await reply.json())
  expect(calibration).toMatchObject({
    embedding: row?.embedding,
    index_version: row?.index_version,
    strictness: expect.any(Number),
  })
  expect(calibration?.floor).toBeGreaterThan(0)
  expect(calibration?.floor).toBeLessThan(1)
})

test('a question of the book is answered, and one of another is not', async () => {
  await kept()
  expect(await ask('How often is the foghorn repaired?')).toMatchObject({ answered: true })
  expect(await ask('Who painted the ceiling of the Sistine Chapel?')).toMatchObject({
    answered: false,
  })
})

test('an index that cannot be calibrated costs no measuring, and is not tried again while it is unchanged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'uncalibrated-'))
  const words = (from: number) =>
    Array.from({ length: 60 }, (_, at) => `w${from * 60 + at}`).join(' ')
  const sections = Array.from({ length: 30 }, (_, at) => `## S ${at}\n\n${words(at)}.\n`)
  await writeFile(join(folder, '01-words.md'), `# Words\n\n${sections.join('\n')}`)
  const small = await startLocalSuite({ docs: folder, isIngested: false })
  const { openrouter } = small.cloud.requests
  const told = () => small.suite.logs.filter(({ message }) => /not calibrated/.test(message)).length
  const first = await small.ingest()
  await until(
    async () => told(),
    (lines) => lines > 0,
  )
  expect(first.total_passages).toBeGreaterThan(20)
  expect(openrouter.entries.length).toBe(1)
  for (let runs = 0; runs < 2; runs += 1) {
    await untilQuiet(small)
    openrouter.reset()
    await small.ingest()
    await untilQuiet(small)
    expect([openrouter.entries.length, told()]).toEqual([0, 1])
  }
  await small.close()
  await rm(folder, { recursive: true })
})

test('a Worker whose questions are not among its assets says so, keeps nothing, and tries again after the next run', async () => {
  const bare = await startLocalSuite({ docs, isIngested: false, assets: false })
  const told = () =>
    bare.suite.logs.filter(({ message }) =>
      /not calibrated: .* by the binding ASSETS/.test(message),
    ).length
  for (const runs of [1, 2]) {
    await bare.ingest()
    await until(
      async () => told(),
      (lines) => lines >= runs,
    )
    await untilQuiet(bare)
  }
  expect(await bare.sql`select * from calibrations`).toEqual([])
  await bare.close()
})
