import type { Overview } from '../../../lib/admin/figures.ts'
import { element } from '../parts/element.ts'
import { count, duration, median, share, sum } from '../parts/format.ts'

/** The period in six figures, and how far the budget of today is spent. */
export function totals({ usage, latency, outcomes, days, budgets = [] }: Overview): HTMLElement {
  const questions = sum(usage.map((day) => day.questions))
  const of = (part: (day: Overview['usage'][number]) => number) =>
    share(sum(usage.map(part)), questions)
  const typical = median(latency.flatMap((row) => (row.from_cache ? [] : row.p50_ms)))
  const sessions = sum(outcomes.map((row) => row.sessions))
  const resolved = outcomes.filter(({ outcome }) => outcome === 'resolved')
  return element(
    'dl',
    { class: 'totals' },
    total('Questions', count(questions), `${count(Math.round(questions / days))} a day`),
    total(
      'Answered',
      of((day) => day.answered),
      'of all questions',
    ),
    total(
      'From the cache',
      of((day) => day.from_cache),
      'of all questions',
    ),
    total('Time to answer', typical === undefined ? '–' : duration(typical), 'median, not cached'),
    total('Resolved', share(sum(resolved.map((row) => row.sessions)), sessions), 'of all sessions'),
    total(
      'Degraded',
      of((day) => day.degraded),
      'a service was away',
    ),
    ...budgets.map(({ measure, spent, limit, is_reached }) =>
      total(
        `Today's budget, ${measure}`,
        share(spent, limit),
        is_reached ? 'spent: answers are passages' : `of ${count(Math.round(limit))}`,
      ),
    ),
  )
}

const total = (name: string, value: string, note: string) =>
  element(
    'div',
    {},
    element('dt', {}, name),
    element('dd', { class: 'value' }, value),
    element('dd', { class: 'note' }, note),
  )
