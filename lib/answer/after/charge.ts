import type { RedisDoor } from '../../clients/redis.ts'
import {
  type Bound,
  type Budgets,
  boundsOf,
  costOf,
  dayOf,
  keptSeconds,
  millionth,
  type Spent,
} from '../../limits/budget.ts'
import type { Publish } from '../../webhooks/publish.ts'
import type { AnswerState } from '../answer-state.ts'

export interface ChargeDeps {
  redis: RedisDoor
  budgets: () => Budgets
  publish: Publish
  now: () => number
}

/** Four characters a token, where a reply broke off before the model said what it cost. */
const charactersPerToken = 4

/** Counts what an answer has cost against the budgets of the day, and tells when that spends one. */
export async function charge(state: AnswerState, deps: ChargeDeps): Promise<void> {
  const spent = await spentOn(state)
  const budgets = deps.budgets()
  const bounds = boundsOf(state.question, budgets, state.question.askedAt)
  if (!spent || bounds.length === 0) return
  const pipeline = deps.redis.commands.pipeline()
  const costs = bounds.map(({ measure }) => costOf(measure, spent, budgets))
  for (const [at, { key }] of bounds.entries()) {
    pipeline.incrby(key, costs[at] ?? 0)
    pipeline.expire(key, keptSeconds)
  }
  const replies = await pipeline.exec()
  for (const [at, bound] of bounds.entries()) {
    const total = Number(replies[2 * at])
    // One question alone takes the counter over the bound.
    const isReachedNow = total >= bound.limit && total - (costs[at] ?? 0) < bound.limit
    if (isReachedNow && bound.scope === 'deployment') await tell(bound, total, deps)
  }
}

/** What the models have cost; undefined where none was asked. */
export async function spentOn({ reply }: AnswerState): Promise<Spent | undefined> {
  if (reply.askedCharacters === undefined) return undefined
  const written = reply.usage ?? tokensOf(reply.askedCharacters, reply.text.length)
  const look = await reply.secondLook
  if (!look) return written
  const checked = look.usage ?? tokensOf(look.askedCharacters, 0)
  return {
    prompt_tokens: written.prompt_tokens + checked.prompt_tokens,
    completion_tokens: written.completion_tokens + checked.completion_tokens,
  }
}

const tokensOf = (askedCharacters: number, saidCharacters: number): Spent => ({
  prompt_tokens: Math.ceil(askedCharacters / charactersPerToken),
  completion_tokens: Math.ceil(saidCharacters / charactersPerToken),
})

async function tell({ measure, limit }: Bound, total: number, { publish, now }: ChargeDeps) {
  const { day, endsAt } = dayOf(now())
  const unit = measure === 'money' ? millionth : 1
  const data = { day, measure, limit: limit / unit, spent: total / unit, ends_at: endsAt }
  await publish({ type: 'budget.reached', id: `evt_budget_${day}_${measure}`, data })
}
