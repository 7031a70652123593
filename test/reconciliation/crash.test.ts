import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { patient } from '../support/machine-pace.ts'
import { killAfter, startIngestion } from './harness.ts'

let docs: string
let harness: Awaited<ReturnType<typeof startIngestion>>
beforeAll(async () => {
  docs = await mkdtemp(join(tmpdir(), 'marginalia-crash-'))
  await writeBefore()
  harness = await startIngestion({ docs })
})
afterAll(async () => {
  await harness.close()
  await rm(docs, { recursive: true, force: true })
})

async function writeBefore() {
  await writeFile(join(docs, 'kept.md'), '# Kept\n\nThis page stays as it is.\n')
  await writeFile(
    join(docs, 'changed.md'),
    '# Changed\n\nOld words.\n\n## Second\n\nThese stay.\n\n## Third\n\nThese go.\n',
  )
  await writeFile(join(docs, 'gone.md'), '# Gone\n\nThis page goes away.\n')
  await rm(join(docs, 'new.md'), { force: true })
}

// Of two pages with so much that nobody reads, each is a group of its own.
const longRemark = `\n<!-- ${'x'.repeat(160_000)} -->\n`

async function writeAfter(remark = '') {
  const changed = '# Changed\n\nNew words.\n\n## Second\n\nThese stay.\n'
  await writeFile(join(docs, 'changed.md'), `${changed}${remark}`)
  await writeFile(join(docs, 'new.md'), `# New\n\nThis page has come.\n${remark}`)
  await rm(join(docs, 'gone.md'))
}

const options = { allow_mass_deletion: true }

/** The state before, then the run that is killed after its k-th upstream call, with what follows. */
async function killed(
  k: number,
  follow: (before: AnswerCache) => Promise<unknown>,
  isTogether: boolean,
  remark: string,
): Promise<{ isOver: boolean }> {
  await harness.forgetEverything()
  await writeBefore()
  await harness.run()
  await writeAfter(remark)
  const before = await harness.answerCache()
  const kill = killAfter(k)
  // Whoever is killed waits no longer.
  const ingestion = harness.ingestionWith({ pause: async () => {} })
  let isOver = false
  try {
    await ingestion.start(options)
    while (harness.waiting.length > 0) {
      const verdicts = await harness.workNext(ingestion, isTogether)
      if (verdicts.some(({ done }) => !done)) throw new Error('The process was killed')
      harness.waiting.splice(0, verdicts.length)
    }
    isOver = kill.calls() < k
  } catch {
    // Killed, as planned: what was not acknowledged is still on the queue.
  } finally {
    kill.restore()
  }
  await follow(before)
  return { isOver }
}

type AnswerCache = Awaited<ReturnType<typeof harness.answerCache>>

/**
 * Answers of before are not served once anything has changed, and none is cached until the run is
 * over: as this holds wherever a run stops, equal versions mean that no cited passage has changed.
 */
async function expectOldAnswersOutdated(before: AnswerCache, contents: unknown, k: number) {
  const [runs, now] = await Promise.all([
    harness.sql`select from ingestion_runs where status = 'completed'`,
    harness.answerCache(),
  ])
  expect(before.isChanging).toBe(false)
  if (isDeepStrictEqual(await harness.snapshot(), contents)) return
  expect(now.version, `killed after call ${k}`).not.toBe(before.version)
  expect(now.isChanging || runs.length === 2, `killed after call ${k}`).toBe(true)
}

async function undisturbed(remark = '') {
  await harness.forgetEverything()
  await writeBefore()
  await harness.run()
  await writeAfter(remark)
  expect((await harness.run(options)).status).toBe('completed')
  return await harness.snapshot()
}

test.each([
  ['each for itself', false, ''],
  ['together', true, ''],
  ['in groups', true, longRemark],
])(
  'killed after any upstream call and delivered again, pages done %s end as undisturbed',
  {
    timeout: patient(300_000),
  },
  async (_, isTogether, remark) => {
    const expected = await undisturbed(remark)
    let k = 0
    // Every third call here: the test below stops at each one.
    for (let isOver = false; !isOver; k += 3) {
      ;({ isOver } = await killed(
        k,
        async () => {
          await harness.drain()
          // A run whose very first message was lost is opened again by whoever wanted it.
          await harness.letHalfAnHourPass()
          await harness.run(options)
        },
        isTogether,
        remark,
      ))
      expect(await harness.snapshot(), `killed after call ${k}`).toEqual(expected)
    }
    expect(k).toBeGreaterThan(20)
  },
)

test('killed after any upstream call and its messages lost, the next run ends as one undisturbed', {
  timeout: patient(300_000),
}, async () => {
  await harness.forgetEverything()
  await writeBefore()
  await harness.run()
  const contents = await harness.snapshot()
  const expected = await undisturbed(longRemark)
  for (let k = 0, isOver = false; !isOver; k += 1) {
    ;({ isOver } = await killed(
      k,
      async (before) => {
        await expectOldAnswersOutdated(before, contents, k)
        harness.waiting.length = 0
        await harness.letHalfAnHourPass()
        expect((await harness.run(options)).status, `killed after call ${k}`).toBe('completed')
      },
      true,
      longRemark,
    ))
    expect(await harness.snapshot(), `killed after call ${k}`).toEqual(expected)
  }
})
