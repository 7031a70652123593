import type { TopQuestions } from '../../../lib/admin/top-questions.ts'
import { element } from '../parts/element.ts'
import { card, emptyState } from '../parts/figure.ts'
import { count } from '../parts/format.ts'
import { table } from '../parts/table.ts'
import { onDemand } from './on-demand.ts'
import type { Surroundings } from './surroundings.ts'
import { groupEntry, notices } from './unanswered.ts'

type Search = TopQuestions['searches'][number]

/** What is asked and searched most. It is grouped when somebody wants to see it: that takes an embedding. */
export const topQuestions = (days: number, { client, signal }: Surroundings): HTMLElement =>
  card(
    'Asked most',
    onDemand('The top questions, grouped by likeness, and the top searches', async () => {
      const path = `/v1/admin/top-questions?days=${days}`
      return listed(await client.get<TopQuestions>(path, signal))
    }),
  )

function listed(found: TopQuestions): HTMLElement {
  if (!found.are_texts_kept)
    return emptyState('QUERY_LOG_TEXT is off: what was asked is not kept, so nothing can be shown.')
  return element(
    'div',
    { class: 'shown' },
    ...notices(found).map((text) => element('p', { class: 'notice' }, text)),
    found.data.length === 0
      ? emptyState('Nobody has asked anything in these days.')
      : element('ol', { class: 'groups' }, ...found.data.map(groupEntry)),
    found.searches.length === 0
      ? emptyState('Nobody has used a search box in these days.')
      : table('Searches, the most frequent first', columns, found.searches),
  )
}

const columns = [
  { title: 'Searched for', cell: ({ words }: Search) => element('bdi', {}, words) },
  { title: 'Times', kind: 'figure' as const, cell: ({ times }: Search) => count(times) },
  {
    title: 'Nothing found',
    kind: 'figure' as const,
    cell: ({ without_hits }: Search) => count(without_hits),
  },
  { title: 'Clicked', kind: 'figure' as const, cell: ({ clicked }: Search) => count(clicked) },
]
