import { element } from './element.ts'

export interface Column<Row> {
  title: string
  cell: (row: Row) => Node | string
  /** Figures are set to the right, so that their places stand under each other. */
  kind?: 'figure' | 'moment'
}

/**
 * A table that scrolls by itself where the page is too narrow for it, and on a phone a list of rows. Its
 * roles are said outright: a browser forgets them where a row is drawn as a block.
 */
export function table<Row>(caption: string, columns: Column<Row>[], rows: Row[]): HTMLElement {
  if (rows.length === 0) return element('p', { class: 'empty' }, 'Nothing to show yet.')
  const head = columns.map((column) =>
    element('th', { scope: 'col', class: column.kind, role: 'columnheader' }, column.title),
  )
  const body = rows.map((row) => {
    const cells = columns.map((column, index) =>
      index === 0
        ? element('th', { scope: 'row', class: column.kind, role: 'rowheader' }, column.cell(row))
        : element(
            'td',
            { class: column.kind, 'data-title': column.title, role: 'cell' },
            column.cell(row),
          ),
    )
    return element('tr', { role: 'row' }, ...cells)
  })
  // What scrolls must be reachable by keyboard, and then needs a name.
  return element(
    'div',
    { class: 'scroll', role: 'region', 'aria-label': caption, tabindex: 0 },
    element(
      'table',
      { role: 'table' },
      element('caption', { class: 'visually-hidden' }, caption),
      element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...head)),
      element('tbody', { role: 'rowgroup' }, ...body),
    ),
  )
}

/** A bar as long as its part of the longest; the number beside it says the same. */
export function bar(value: number, longest: number, colour: string): HTMLElement {
  const inner = element('span', { class: `bar ${colour}` })
  inner.style.width = `${longest === 0 ? 0 : (100 * value) / longest}%`
  return element('span', { class: 'bar-track', 'aria-hidden': 'true' }, inner)
}
