import type { Overview } from '../../../lib/admin/figures.ts'
import type { Figure } from '../parts/figure.ts'
import { duration, median } from '../parts/format.ts'
import { noQuestions } from './question-charts.ts'

/** How long readers wait for the whole of an answer that is not cached. */
export function latency({ latency: rows }: Overview, days: string[]): Figure {
  const fresh = new Map(rows.filter((row) => !row.from_cache).map((row) => [row.day, row]))
  const cached = new Map(rows.filter((row) => row.from_cache).map((row) => [row.day, row]))
  const values = (name: 'p50_ms' | 'p95_ms' | 'p99_ms') =>
    days.map((one) => fresh.get(one)?.[name] ?? null)
  const typical = (name: 'p50_ms' | 'p95_ms' | 'p99_ms') =>
    duration(median([...fresh.values()].map((row) => row[name])) ?? 0)
  return {
    title: 'Time to answer',
    summary: `Without cached answers, on a usual day half are done in ${typical('p50_ms')}, 95% in ${typical('p95_ms')} and 99% in ${typical('p99_ms')}.`,
    empty: noQuestions,
    kind: 'lines',
    days,
    format: duration,
    series: [
      { label: 'Half (p50)', colour: 'first', values: values('p50_ms') },
      { label: '95% (p95)', colour: 'second', values: values('p95_ms') },
      { label: '99% (p99)', colour: 'third', values: values('p99_ms') },
    ],
    columns: [
      {
        title: 'Cached, p50',
        kind: 'figure',
        cell: (index) => {
          const row = cached.get(days[index] ?? '')
          return row ? duration(row.p50_ms) : '–'
        },
      },
    ],
  }
}
