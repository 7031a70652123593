import type { Overview } from '../../../lib/admin/figures.ts'
import type { Figure } from '../parts/figure.ts'
import { count, counted, share, sum } from '../parts/format.ts'

/** How conversations ended. */
export function outcomes({ outcomes: rows }: Overview, days: string[]): Figure {
  const of = (outcome: Overview['outcomes'][number]['outcome']) =>
    days.map((one) =>
      sum(rows.flatMap((row) => (row.day === one && row.outcome === outcome ? row.sessions : []))),
    )
  const all = sum(rows.map((row) => row.sessions))
  const confirmed = rows.filter((row) => row.outcome_basis === 'confirmed')
  return {
    title: 'How sessions ended',
    summary: `${counted(all, 'session')}: ${share(sum(of('resolved')), all)} resolved, ${share(sum(of('escalated')), all)} handed to a person; for ${share(sum(confirmed.map((row) => row.sessions)), all)} the reader said so.`,
    empty:
      'No session has ended in these days. Sessions are counted half an hour after their last question.',
    kind: 'bars',
    days,
    format: count,
    series: [
      { label: 'Resolved', colour: 'first', values: of('resolved') },
      { label: 'Escalated', colour: 'third', values: of('escalated') },
      { label: 'Abandoned', colour: 'second', values: of('abandoned') },
    ],
  }
}
