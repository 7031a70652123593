import { dayOfQuestions, measured, type PerQuestion } from './day-of-questions.ts'

/** What a plan gives, and who says so. */
export interface PlanFact {
  plan: string
  gives: string
  /** The page that said so, and the day that the page is of or was read on. */
  source: string
  asOf: string
}

/** As their own pages say, but where the source is another's. */
export const planFacts: PlanFact[] = [
  {
    plan: 'Workers Free',
    gives:
      '100,000 calls a day; an invocation 50 requests, 10 ms of CPU and 6 connections; 5 cron triggers',
    source: 'developers.cloudflare.com/workers/platform/limits',
    asOf: 'a copy without a day, read 2026-11-26',
  },
  {
    plan: 'Workers Paid',
    gives:
      '$5 a month with 10 million calls and 30 million ms of CPU, then $0.30 and $0.02 a million; an invocation 10,000 requests and up to 5 minutes of CPU',
    source: 'developers.cloudflare.com/workers/platform/pricing, and /limits',
    asOf: 'a copy without a day, read 2026-11-26',
  },
  {
    plan: 'Queues on Workers Free',
    gives: '10,000 operations a day, three a message, kept for 24 hours',
    source: "another's copy of Cloudflare's pricing; Cloudflare's own page was not found",
    asOf: 'a copy without a day, read 2026-11-26',
  },
  {
    plan: 'Neon Free',
    gives: '100 CU-hours a month, 0.5 GB, sleeps after 5 minutes',
    source: 'neon.com/docs/introduction/plans',
    asOf: '2026-11-12',
  },
  {
    plan: 'Neon Launch',
    gives: '$0.106 a CU-hour and $0.35 a GB a month, no minimum',
    source: 'neon.com/docs/introduction/plans',
    asOf: '2026-11-12',
  },
  {
    plan: 'Upstash Free',
    gives: '500,000 commands a month, 256 MB, 10 GB of traffic',
    source: "another's copy of upstash.com/pricing/redis",
    asOf: '2026-11-09',
  },
  {
    plan: 'Upstash, as you go',
    gives: '$0.20 for 100,000 commands, the first GB stored free',
    source: "another's copy of upstash.com/pricing/redis",
    asOf: '2026-11-09',
  },
  {
    plan: 'Qdrant Free',
    gives: 'one node with half a CPU, 1 GB of memory and 4 GB of disk',
    source: "another's copy of qdrant.tech/pricing",
    asOf: '2026-10-07',
  },
  {
    plan: 'OpenRouter',
    gives: 'the price of `qwen/qwen3-30b-a3b` could not be confirmed and is assumed',
    source: "its sibling `-instruct-2507` was $0.04 and $0.17 in another's list of June",
    asOf: '2026-06-02',
  },
]

const prices = {
  workersMonth: 5,
  neonUnitHour: 0.106,
  neonGigabyteMonth: 0.35,
  redisHundredThousand: 0.2,
}

/** What a month costs on the plans that charge, in US dollars, with the log of one month stored. */
export function monthOnPaidPlans(questions: number, each: PerQuestion = measured) {
  const day = dayOfQuestions(questions, each)
  const costs = {
    workers: prices.workersMonth,
    neon:
      day.neonUnitHours * prices.neonUnitHour +
      (day.storedMegabytes / 1000) * prices.neonGigabyteMonth,
    redis: (day.redisCommands / 100_000) * prices.redisHundredThousand,
    model: day.money,
  }
  return { ...costs, all: costs.workers + costs.neon + costs.redis + costs.model }
}
