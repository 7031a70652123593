import type { Overview } from '../../../lib/admin/figures.ts'
import { element } from '../parts/element.ts'
import { card, emptyState } from '../parts/figure.ts'
import { count, moment } from '../parts/format.ts'
import { bar, table } from '../parts/table.ts'

/** The pages that answers cite, most cited first. */
export function citedPages({ cited_pages: pages }: Overview): HTMLElement {
  const title = 'Pages that answers cite'
  const most = Math.max(0, ...pages.map((page) => page.citations))
  if (pages.length === 0) {
    return card(title, emptyState('No answer has cited a page in these days.'))
  }
  return card(
    title,
    table(
      'Pages, the most cited first',
      [
        { title: 'Page', cell: pageName },
        {
          title: 'Citations',
          cell: ({ citations }) => measured(citations, most, 'first'),
        },
        { title: 'Last cited', kind: 'moment', cell: (page) => moment(page.last_cited_at) },
      ],
      pages,
    ),
  )
}

/** What readers think of the answers that cite a page, worst first. */
export function pageFeedback({ feedback }: Overview): HTMLElement {
  const title = 'Feedback by page'
  if (feedback.length === 0) {
    return card(title, emptyState('No answer was rated in these days. The widget asks under each.'))
  }
  const most = Math.max(...feedback.flatMap(({ up, down }) => [up, down]))
  return card(
    title,
    table(
      'Pages, the least helpful first',
      [
        { title: 'Page', cell: pageName },
        { title: 'Not helpful', cell: ({ down }) => measured(down, most, 'second') },
        { title: 'Helpful', cell: ({ up }) => measured(up, most, 'first') },
      ],
      feedback,
    ),
  )
}

const pageName = ({ chapter, source }: { chapter: string; source: string }) =>
  element(
    'span',
    { class: 'page-name' },
    element('bdi', {}, chapter || source),
    element('small', {}, element('bdi', {}, source)),
  )

const measured = (value: number, most: number, colour: string) =>
  element('span', { class: 'measured' }, bar(value, most, colour), count(value))
