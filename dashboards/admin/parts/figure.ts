import { type Chart, drawChart, type Series } from './chart.ts'
import { element } from './element.ts'
import * as format from './format.ts'
import { type Column, table } from './table.ts'

/** A card of the page: its heading, and what it holds. */
export function card(title: string, ...content: (Node | string | undefined)[]): HTMLElement {
  const id = `card-${title.toLowerCase().replace(/\W+/g, '-')}`
  return element(
    'section',
    { class: 'card', 'aria-labelledby': id },
    element('h2', { id }, title),
    ...content,
  )
}

/** What takes the whole width of the page. */
export const wide = (content: HTMLElement): HTMLElement =>
  element('div', { class: 'wide' }, content)

/** What a card says when it has nothing to show, and what to do about it. */
export const emptyState = (text: string) => element('p', { class: 'empty' }, text)

export interface Figure extends Chart {
  title: string
  /** The chart in a sentence or two. */
  summary: string
  /** What the card says in place of a chart without any value. */
  empty: string
  /** Columns of the table beside those of the series. */
  columns?: Column<number>[]
}

/** A chart with its summary in words and its values as a table, for people who cannot see it or use a pointer. */
export function figure(shown: Figure, signal: AbortSignal): HTMLElement {
  const { title, summary, series, empty } = shown
  if (series.every(({ values }) => values.every((value) => !value))) {
    return card(title, emptyState(empty))
  }
  const readout = element('p', { class: 'readout', 'aria-hidden': 'true' })
  const place = element('div', {
    class: 'chart',
    role: 'img',
    'aria-label': `Chart: ${title}. ${summary}`,
  })
  const last = shown.days.length - 1
  const read = (index = last) => readout.replaceChildren(valuesAt(shown, index))
  read()
  drawChart(place, shown, read, signal)
  return card(
    title,
    element('p', { class: 'summary' }, summary),
    element('ul', { class: 'legend' }, ...series.map(legendEntry)),
    place,
    readout,
    element(
      'details',
      {},
      element('summary', {}, 'The figures as a table'),
      table(`${title}, the latest day first`, columnsOf(shown), indexes(shown).toReversed()),
    ),
  )
}

const legendEntry = ({ label, colour }: Series) =>
  element('li', {}, element('span', { class: `swatch ${colour}`, 'aria-hidden': 'true' }), label)

function valuesAt({ days, series, format: write }: Figure, index: number): string {
  const day = days[index]
  if (day === undefined) return ''
  const values = series.map(({ label, values }) => {
    const value = values[index]
    return `${label.toLowerCase()} ${value === null || value === undefined ? '–' : write(value)}`
  })
  return `${format.day(day)}: ${values.join(', ')}`
}

const indexes = ({ days }: Figure) => days.map((_, index) => index)

function columnsOf({ days, series, format: write, columns = [] }: Figure): Column<number>[] {
  const ofSeries = series.map(
    ({ label, values }): Column<number> => ({
      title: label,
      kind: 'figure',
      cell: (index) => {
        const value = values[index]
        return value === null || value === undefined ? '–' : write(value)
      },
    }),
  )
  return [{ title: 'Day', cell: (index) => format.day(days[index] ?? '') }, ...ofSeries, ...columns]
}
