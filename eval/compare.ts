import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { UsageError } from '../dev/commands/usage-error.ts'
import { bootstrap } from './bootstrap.ts'
import { metricNames } from './metrics.ts'

const Figures = z.record(z.string(), z.number())
const Result = z.object({
  each: z.array(
    z.object({
      id: z.string(),
      metrics: z.optional(
        z.object({ dense: Figures, lexical: Figures, fused: Figures, sources: Figures }),
      ),
    }),
  ),
})

/** Prints two results side by side, with the interval of their difference on shared questions. */
export function compare(fileA: string, fileB: string) {
  const a = byId(fileA)
  const b = byId(fileB)
  const shared = [...a.keys()].filter((id) => b.has(id))
  if (shared.length === 0) throw new UsageError('--compare: the two results share no question.')
  console.log(`${shared.length} questions in both; the difference is B − A, with its 95 % interval`)
  for (const leg of ['dense', 'lexical', 'fused', 'sources'] as const) {
    console.log(`\n${leg}`)
    for (const name of metricNames) {
      const pairs = shared.map((id) => [a.get(id)?.[leg][name] ?? 0, b.get(id)?.[leg][name] ?? 0])
      const average = (n: 0 | 1) =>
        pairs.reduce((sum, pair) => sum + (pair[n] ?? 0), 0) / pairs.length
      const { mean, low, high } = bootstrap(pairs.map(([of = 0, to = 0]) => to - of))
      console.log(
        `  ${name.padEnd(11)} A ${average(0).toFixed(3)}  B ${average(1).toFixed(3)}  ` +
          `${signed(mean)} [${signed(low)}, ${signed(high)}]`,
      )
    }
  }
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`

function byId(file: string) {
  const result = Result.safeParse(read(file))
  if (!result.success) {
    const [issue] = result.error.issues
    throw new UsageError(`${file}: ${issue?.path.join('.')}: ${issue?.message}`)
  }
  return new Map(result.data.each.flatMap(({ id, metrics }) => (metrics ? [[id, metrics]] : [])))
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new UsageError(`${file}: is no result of --json.`)
  }
}
