import { expect, test } from 'vitest'
import { createStaff } from '../../lib/admin/staff.ts'
import { createLatelyServed } from '../../lib/cache/lately-served.ts'
import { everybody } from '../../lib/chat/filter.ts'
import { unitsOf } from '../../lib/citations/units.ts'
import { createNeon, type Neon } from '../../lib/clients/neon.ts'
import { createCategories } from '../../lib/ingest/page/categories.ts'
import { createChallengeTally } from '../../lib/limits/challenge-tally.ts'
import { createDenials } from '../../lib/limits/denials.ts'
import { createLocalLimit } from '../../lib/limits/local-limit.ts'
import { Problem } from '../../lib/problem.ts'
import { covered } from '../../lib/retrieval/confidence/signals.ts'
import { joinPassages } from '../../lib/retrieval/join-passages.ts'
import { plainQuestion } from '../../lib/retrieval/plain-question.ts'
import { createSearchLog } from '../../lib/search/log.ts'
import { languageTold } from '../../lib/text/language.ts'
import { services } from '../../lib/upstream/cause.ts'
import { createTroubles } from '../../lib/upstream/troubles.ts'
import { bounded } from './held-for-long.ts'
import { mostHeld } from './most-held.ts'

const keys = Array.from({ length: 10_000 }, (_, n) => n)

/** A database that knows nobody, asked without a request. */
const neon: Neon = {
  ...createNeon({ url: 'postgresql://a:b@127.0.0.1/x', timeoutMs: 1 }),
  run: async () => [],
}
const publish = async () => undefined
const now = () => 0
const pause = () => new Promise<void>(() => {})

/** Brings 10,000 different keys to what outlives a request, by its file. */
const exercises: Record<string, () => unknown> = {
  async 'lib/admin/staff.ts'() {
    const staff = createStaff({ neon, access: undefined, now, log: () => undefined })
    for (const n of keys) await staff.memberOf(`mst_${`${n}`.padStart(43, '0')}`)
  },
  'lib/cache/lately-served.ts'() {
    const served = createLatelyServed(now)
    for (const n of keys) served.note(asked(`What is ${n}?`), true)
  },
  async 'lib/ingest/page/categories.ts'() {
    const categories = createCategories({ file: async () => new TextEncoder().encode('{}') })
    for (const n of keys) await categories.get({ path: `${n}/_category_.json`, sha: `${n}` })
  },
  'lib/limits/challenge-tally.ts'() {
    const tally = createChallengeTally({ neon, publish, now })
    for (const n of keys) tally.count(n % 2 === 0 ? 'turnstile' : 'proof-of-work', 'asked')
  },
  'lib/limits/denials.ts'() {
    const denials = createDenials({ neon, now, networkOf: (address) => address })
    for (const n of keys) denials.note(`${n}`, new Problem('rate-limited', 'Too much.'))
  },
  'lib/limits/local-limit.ts'() {
    const limit = createLocalLimit(now)
    for (const n of [...keys, ...keys.map((key) => -1 - key)])
      limit.count('test', { tokens: 1, seconds: 1 }, `${n}`)
  },
  'lib/search/log.ts'() {
    const log = createSearchLog({ neon, keepsTexts: true, pause })
    for (const n of keys) void log.note(searched(`${n}`), `caller ${n}`)
  },
  'lib/text/memo.ts'() {
    for (const n of keys) {
      unitsOf(`Passage ${n}.`, 'A chapter')
      plainQuestion(`What is ${n}?`)
      languageTold(`What is ${n}?`)
      covered(['passage'], found(n))
      joinPassages([found(n)], [], { limit: 1, maxCharacters: 100 })
    }
  },
  'lib/upstream/troubles.ts'() {
    const troubles = createTroubles({ neon, publish, now, secrets: [], log: () => undefined })
    for (const n of keys) {
      const service = services[n % services.length]
      if (service) troubles.note(service, new Error(`Something new: ${n}`))
    }
  },
}

const found = (n: number) => ({
  passage_id: `${n}`,
  text: `Passage ${n} says this.`,
  source: 'docs/a.md',
  part: '',
  part_number: 0,
  chapter: '',
  section: '',
  chunk_index: 0,
  content_hash: '',
  url: '',
  score: 1,
})

const asked = (question: string) => ({
  session_id: '00000000-0000-4000-8000-000000000000',
  query_id: '00000000-0000-4000-8000-000000000001',
  address: '',
  filter: everybody,
  askedAt: 0,
  question,
})

const searched = (words: string) => ({
  search_id: '1',
  text: words,
  mode: 'words' as const,
  hits: 0,
  ms: 1,
})

// What is made once of our own lists of words is of that size and no other.
unitsOf('It is not closed.', '')
plainQuestion('Is it closed?')

const limits = Object.entries(bounded).flatMap(([path, most]) =>
  typeof most === 'number' ? [{ path, most }] : [],
)

test.each(limits)(
  '10,000 different keys leave at most $most entries in $path',
  async ({ path, most }) => {
    const exercise = exercises[path]
    if (!exercise) throw new Error(`An exercise for ${path} is missing above`)
    expect(await mostHeld(exercise)).toBeLessThanOrEqual(most)
  },
)

test('what is exercised grows until its bound', async () => {
  const held = await mostHeld(() => exercises['lib/cache/lately-served.ts']?.())
  expect(held).toBe(bounded['lib/cache/lately-served.ts'])
})
