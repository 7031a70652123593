import type { Overview } from '../../../lib/admin/figures.ts'
import { type Figure, figure } from '../figure.ts'
import { count, counted, day, daysFrom, duration, median, rounded, share, sum } from '../format.ts'

const percent = (value: number) => `${Math.round(value)}%`

/** The charts over the days of the period. */
export function charts(overview: Overview, signal: AbortSignal): HTMLElement[] {
  const days = daysFrom(overview.since, overview.days)
  return [questions, answeredShare, latency, outcomes, savings, tokens].map((describe) =>
    figure(describe(overview, days), signal),
  )
}

const noQuestions =
  'Nobody has asked in these days. Put the widget on your pages, or choose a longer period.'

function questions({ usage }: Overview, days: string[]): Figure {
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

function answeredShare({ usage }: Overview, days: string[]): Figure {
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

function latency({ latency: rows }: Overview, days: string[]): Figure {
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

function outcomes({ outcomes: rows }: Overview, days: string[]): Figure {
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

function tokens({ usage }: Overview, days: string[]): Figure {
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

function savings({ savings: rows }: Overview, days: string[]): Figure {
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
