import type { Overview } from '../../../lib/admin/figures.ts'
import type { Figure } from '../parts/figure.ts'
import { count, counted, duration, rounded, sum } from '../parts/format.ts'

/** What the cache saved. */
export function savings({ savings: rows }: Overview, days: string[]): Figure {
  const byDay = new Map(rows.map((row) => [row.day, row]))
  const savedMs = sum(
    rows.map((row) => (row.exact_hits + row.near_hits) * Math.max(0, row.saved_ms_each ?? 0)),
  )
  const hits = sum(rows.map((row) => row.exact_hits + row.near_hits))
  return {
    title: 'Answers from the cache',
    summary: `${counted(hits, 'answer')} without a call to the model: readers waited ${duration(savedMs)} less.`,
    empty: 'No answer came from the cache in these days. It serves a question that is asked again.',
    kind: 'bars',
    days,
    format: count,
    series: [
      {
        label: 'Same question',
        colour: 'first',
        values: days.map((one) => byDay.get(one)?.exact_hits ?? 0),
      },
      {
        label: 'Much alike',
        colour: 'third',
        values: days.map((one) => byDay.get(one)?.near_hits ?? 0),
      },
    ],
  }
}

/** What the model read and wrote. */
export function tokens({ usage }: Overview, days: string[]): Figure {
  const byDay = new Map(usage.map((row) => [row.day, row]))
  const of = (name: 'prompt_tokens' | 'completion_tokens') =>
    days.map((one) => byDay.get(one)?.[name] ?? 0)
  const [read, written] = [sum(of('prompt_tokens')), sum(of('completion_tokens'))]
  const questions = sum(usage.map((row) => row.questions))
  return {
    title: 'Tokens of the model',
    summary: `${rounded(read)} read and ${rounded(written)} written: ${count(Math.round((read + written) / Math.max(1, questions)))} a question.`,
    empty: 'The model was not called in these days, or did not say what it used.',
    kind: 'bars',
    days,
    format: rounded,
    series: [
      { label: 'Read', colour: 'first', values: of('prompt_tokens') },
      { label: 'Written', colour: 'second', values: of('completion_tokens') },
    ],
  }
}
