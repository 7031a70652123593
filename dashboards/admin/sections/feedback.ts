import type { RatedAnswers } from '../../../lib/admin/rated-answers.ts'
import { downloads } from '../parts/download.ts'
import { element } from '../parts/element.ts'
import { card, emptyState } from '../parts/figure.ts'
import { deed } from '../parts/form.ts'
import { counted, moment } from '../parts/format.ts'
import { addressOf, type Place } from '../parts/place.ts'
import type { Surroundings } from './surroundings.ts'

type Rated = RatedAnswers['data'][number]

const listed = 50

/** The answers that readers disliked, and why, by the page that they cite. */
export async function feedback(
  { asked }: Place,
  days: number,
  around: Surroundings,
): Promise<HTMLElement> {
  const query = new URLSearchParams(asked)
  query.set('days', String(days))
  const path = `/v1/admin/feedback?${query}`
  const { data, next_cursor } = await around.client.get<RatedAnswers>(
    `${path}&limit=${listed}`,
    around.signal,
  )
  query.delete('cursor')
  const groups = Map.groupBy(data, ({ pages }) => pages[0]?.source ?? '')
  const ordered = [...groups].toSorted(([, a], [, b]) => b.length - a.length)
  return card(
    'Disliked answers',
    data.length === 0
      ? emptyState('No answer was disliked in these days.')
      : element(
          'div',
          { class: 'pages' },
          ...ordered.map(([page, rated]) => group(page, rated, around)),
        ),
    next_cursor
      ? element(
          'p',
          {},
          element('a', { href: addressOf('feedback', { cursor: next_cursor }) }, 'Older'),
        )
      : undefined,
    downloads(`/v1/admin/feedback?${query}`, 'feedback', around),
  )
}

function group(page: string, rated: Rated[], around: Surroundings): HTMLElement {
  const name = rated[0]?.pages[0]?.chapter ?? page
  return element(
    'section',
    {},
    element(
      'h3',
      {},
      element('bdi', {}, name || 'No page cited'),
      ` · ${counted(rated.length, 'dislike')}`,
    ),
    element('ul', { class: 'turns' }, ...rated.map((one) => entry(one, around))),
  )
}

function entry(rated: Rated, around: Surroundings): HTMLElement {
  const { query_id, session_id, question, answer, reason, comment, asked_at } = rated
  const text = element('bdi', {}, question ?? 'Texts are not kept')
  const said = [reason, comment].filter(Boolean).join(' · ')
  return element(
    'li',
    {},
    element(
      'p',
      { class: 'question' },
      session_id ? element('a', { href: addressOf(`conversations/${session_id}`) }, text) : text,
    ),
    said ? element('p', { class: 'notice' }, element('bdi', {}, said)) : undefined,
    answer
      ? element(
          'details',
          {},
          element('summary', {}, 'The answer'),
          element('p', { class: 'answer' }, element('bdi', {}, answer)),
        )
      : undefined,
    element('p', { class: 'quiet' }, moment(asked_at), said ? undefined : ' · no reason given'),
    question === undefined ? undefined : waysOn(query_id, around),
  )
}

const waysOn = (queryId: string, around: Surroundings) =>
  element(
    'p',
    { class: 'deeds' },
    element('a', { href: addressOf(`why/${queryId}`) }, 'Why?'),
    ' ',
    element('a', { href: addressOf(`replay/${queryId}`) }, 'Then and now'),
    ' ',
    element('a', { href: addressOf(`corrections/${queryId}`) }, 'Correct it'),
    ' ',
    deed(
      'Make it a gap',
      async () => {
        await around.client.post('/v1/admin/gaps', { query_id: queryId })
        around.tell('It is an open gap now.')
      },
      around,
    ),
  )
