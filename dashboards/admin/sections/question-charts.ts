import type { Overview } from '../../../lib/admin/figures.ts'
import type { Figure } from '../parts/figure.ts'
import { count, counted, day, share, sum } from '../parts/format.ts'

/** What a chart of questions says when there is none. */
export const noQuestions =
  'Nobody has asked in these days. Put the widget on your pages, or choose a longer period.'

/** How many questions were asked, and had an answer in the book. */
export function questions({ usage }: Overview, days: string[]): Figure {
  const byDay = new Map(usage.map((row) => [row.day, row]))
  const busiest = usage.toSorted((a, b) => b.questions - a.questions)[0]
  const answered = days.map((one) => byDay.get(one)?.answered ?? 0)
  const refused = days.map((one, at) => (byDay.get(one)?.questions ?? 0) - (answered[at] ?? 0))
  return {
    title: 'Questions a day',
    summary: busiest
      ? `${counted(sum(answered) + sum(refused), 'question')}; most on ${day(busiest.day)}, ${count(busiest.questions)}.`
      : '',
    empty: noQuestions,
    kind: 'bars',
    days,
    format: count,
    series: [
      { label: 'Answered', colour: 'first', values: answered },
      { label: 'Not answered', colour: 'second', values: refused },
    ],
    columns: [
      {
        title: 'Sessions',
        kind: 'figure',
        cell: (index) => count(byDay.get(days[index] ?? '')?.sessions ?? 0),
      },
      {
        title: 'Degraded',
        kind: 'figure',
        cell: (index) => count(byDay.get(days[index] ?? '')?.degraded ?? 0),
      },
    ],
  }
}

/** The share of them that had one. */
export function answeredShare({ usage }: Overview, days: string[]): Figure {
  const byDay = new Map(usage.map((row) => [row.day, (100 * row.answered) / row.questions]))
  const worst = usage.toSorted((a, b) => a.answered / a.questions - b.answered / b.questions)[0]
  const whole = share(sum(usage.map((row) => row.answered)), sum(usage.map((row) => row.questions)))
  return {
    title: 'Answered share',
    summary: worst
      ? `${whole} in all; lowest on ${day(worst.day)}, ${share(worst.answered, worst.questions)}.`
      : '',
    empty: noQuestions,
    kind: 'lines',
    days,
    most: 100,
    format: percent,
    series: [
      { label: 'Answered', colour: 'first', values: days.map((one) => byDay.get(one) ?? null) },
    ],
  }
}

const percent = (value: number) => `${Math.round(value)}%`
