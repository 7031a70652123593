import type * as z from 'zod/mini'
import type { RedisDoor } from '../clients/redis.ts'
import { type Budgets, dayOf, deploymentBounds, millionth } from '../limits/budget.ts'
import type { BudgetFigures } from './figures.ts'

/** How the deployment's budgets of today stand; undefined while Redis, which counts, is away. */
export async function readBudgets(
  budgets: Budgets,
  redis: RedisDoor,
  nowMs: number,
): Promise<z.infer<typeof BudgetFigures>[] | undefined> {
  const bounds = deploymentBounds(budgets, nowMs)
  if (bounds.length === 0) return []
  const counts = await redis
    .batch()
    .getAll(bounds.map(({ key }) => key))
    .catch(() => undefined)
  return counts?.map((count, at) => {
    const { measure, limit } = bounds[at] ?? { measure: 'tokens', limit: 0 }
    const unit = measure === 'money' ? millionth : 1
    const spent = Number(count ?? 0)
    const { day } = dayOf(nowMs)
    return { day, measure, limit: limit / unit, spent: spent / unit, is_reached: spent >= limit }
  })
}
