import type { Overview } from '../../../lib/admin/figures.ts'
import { figure } from '../parts/figure.ts'
import { daysFrom } from '../parts/format.ts'
import { savings, tokens } from './cost-charts.ts'
import { latency } from './latency-chart.ts'
import { outcomes } from './outcome-chart.ts'
import { answeredShare, questions } from './question-charts.ts'

/** The charts over the days of the period. */
export function charts(overview: Overview, signal: AbortSignal): HTMLElement[] {
  const days = daysFrom(overview.since, overview.days)
  return [questions, answeredShare, latency, outcomes, savings, tokens].map((describe) =>
    figure(describe(overview, days), signal),
  )
}
