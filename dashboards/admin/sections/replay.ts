import type { Replay } from '../../../lib/admin/desk/receipt.ts'
import { element } from '../parts/element.ts'
import { card } from '../parts/figure.ts'
import { counted } from '../parts/format.ts'
import { receipt } from './receipt.ts'
import type { Surroundings } from './surroundings.ts'

/** An answer of the log beside what its question is answered today. */
export async function replay(queryId: string, { client }: Surroundings): Promise<HTMLElement> {
  const told = await client.post<Replay>('/v1/admin/replays', { query_id: queryId })
  return card(
    'Then and now',
    element('p', { class: 'question' }, element('bdi', {}, told.question)),
    element(
      'p',
      { class: 'quiet' },
      `Today ${counted(told.sources_added, 'passage')} more among its sources, ${told.sources_removed} fewer.`,
    ),
    element(
      'div',
      { class: 'beside' },
      receipt('As it was given', told.given),
      receipt('As it is given now', told.now),
    ),
  )
}
