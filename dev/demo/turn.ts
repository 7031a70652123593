import type { CachedAs } from '../../lib/chat/events.ts'
import type { Outage } from './day.ts'
import type { Random } from './random.ts'
import { type Page, subjects } from './subjects.ts'

/** One question as query_logs holds it. */
export interface DemoTurn {
  query_id: string
  question: string
  answer: string
  sources: object[]
  latency_ms: number
  created_at: string
  answered: boolean
  cached?: Exclude<CachedAs, false>
  degraded: string[]
  confidence: number
  usage?: { model: string; prompt_tokens: number; completion_tokens: number }
  rating?: 'up' | 'down'
  feedback?: { reason: string; comment?: string }
}

interface Circumstances {
  atMs: number
  daysAgo: number
  away: Outage['service'] | undefined
}

// One page reads badly; the other ones are liked.
const dislikedPage = 'Webhooks'

/** A question and what came of it; the book has answered more of them since its first day. */
export function makeTurn(when: Circumstances, random: Random): DemoTurn {
  const refusedShare = 0.09 + 0.08 * (when.daysAgo / 90) + (when.away === 'embedding' ? 0.2 : 0)
  return random.chance(refusedShare) ? refused(when, random) : answered(when, random)
}

function refused({ atMs, away }: Circumstances, random: Random): DemoTurn {
  return {
    ...(random.chance(0.1) && { rating: 'down' as const, feedback: dislikedRefusal }),
    query_id: random.id(),
    question: random.any(random.popular(subjects.unanswered)),
    answer: 'The book does not answer this.',
    sources: [],
    latency_ms: random.around(240, 0.3),
    created_at: new Date(atMs).toISOString(),
    answered: false,
    degraded: away ? [away] : [],
    confidence: 0.05 + 0.17 * random.next(),
  }
}

function answered({ atMs, daysAgo, away }: Circumstances, random: Random): DemoTurn {
  const page = random.popular(subjects.answered)
  const cached = away ? undefined : cachedAs(daysAgo, random)
  const rating = ratingOf(page, random)
  return {
    query_id: random.id(),
    question: random.any(page.questions),
    answer: `${page.says} [1]`,
    sources: [
      source(page, 1, rating === 'down' ? 'weak' : 'verified'),
      source(random.popular(subjects.answered), 2),
    ],
    latency_ms: latency(cached, away, random),
    created_at: new Date(atMs).toISOString(),
    answered: true,
    degraded: away ? [away] : [],
    confidence: 0.4 + 0.5 * random.next(),
    ...(cached && { cached }),
    ...(!cached && away !== 'model' && { usage: usage(random) }),
    ...(rating && { rating }),
    ...(rating === 'down' && { feedback: dislike(random) }),
  }
}

const dislikedRefusal = {
  reason: 'unanswered',
  comment: 'I only wanted to know whether it can be done.',
}

const reasons = [
  {
    reason: 'incomplete',
    comment: 'It does not say what to do when the second attempt fails too.',
  },
  { reason: 'outdated', comment: 'The setting has another name in the version that I run.' },
  { reason: 'wrong', comment: 'That is how the test works, not the real thing.' },
  { reason: 'unclear' },
]

const dislike = (random: Random) => random.any(reasons)

/** The cache helps the more, the more is asked. */
function cachedAs(daysAgo: number, random: Random): Exclude<CachedAs, false> | undefined {
  if (!random.chance(0.32 - 0.18 * (daysAgo / 90))) return undefined
  return random.chance(0.25) ? 'near' : 'exact'
}

function latency(
  cached: DemoTurn['cached'],
  away: Outage['service'] | undefined,
  random: Random,
): number {
  if (cached) return random.around(42, 0.3)
  const waited = { model: 8000, qdrant: 2000, embedding: 3000 }
  return random.around(920, 0.42) + (away ? waited[away] : 0)
}

function ratingOf({ chapter }: Page, random: Random): DemoTurn['rating'] {
  if (!random.chance(0.08)) return undefined
  return random.chance(chapter === dislikedPage ? 0.35 : 0.86) ? 'up' : 'down'
}

const usage = (random: Random) => ({
  model: 'qwen/qwen3-30b-a3b',
  prompt_tokens: Math.round(random.around(1500, 0.2)),
  completion_tokens: Math.round(random.around(140, 0.4)),
})

const source = (
  { source, chapter, section, says }: Page,
  n: number,
  verdict?: 'verified' | 'weak',
) => ({
  n,
  passage_id: null,
  text: says,
  source,
  url: '',
  part: '',
  part_number: Number(/Part-(\d+)/.exec(source)?.[1] ?? 0),
  chapter,
  section,
  score: 0.7,
  is_primary: false,
  is_cited: verdict !== undefined,
  ...(verdict && { verdicts: [verdict] }),
})
