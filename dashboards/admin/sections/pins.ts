import type { PinList, PinnedAnswer } from '../../../lib/admin/desk/pins.ts'
import { downloads } from '../parts/download.ts'
import { bookLink, element } from '../parts/element.ts'
import { card, emptyState } from '../parts/figure.ts'
import { deed, deedForm, labelled } from '../parts/form.ts'
import { moment } from '../parts/format.ts'
import { addressOf, type Place } from '../parts/place.ts'
import type { Surroundings } from './surroundings.ts'

const stateOf = {
  'in-force': { kind: 'good', text: 'in force' },
  expired: { kind: 'warning', text: 'expired' },
  outdated: { kind: 'bad', text: 'outdated: one of its pages has changed' },
} as const

/** The pinned answers, and a form that pins one; what it begins with comes with the address. */
export async function pins({ asked }: Place, around: Surroundings): Promise<HTMLElement[]> {
  const cursor = asked.get('cursor')
  const path = `/v1/admin/pins?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
  const { data, next_cursor } = await around.client.get<PinList>(path, around.signal)
  return [
    element('div', { class: 'wide' }, card('Pin an answer', newPin(asked, around))),
    element(
      'div',
      { class: 'wide' },
      card(
        'Pinned answers',
        data.length === 0
          ? emptyState('No answer is pinned. Pin one here, or from a conversation.')
          : element('ul', { class: 'turns' }, ...data.map((pin) => entry(pin, around))),
        next_cursor
          ? element('a', { href: addressOf('pins', { cursor: next_cursor }) }, 'Older')
          : undefined,
        downloads('/v1/admin/pins', 'pins', around),
      ),
    ),
  ]
}

function newPin(asked: URLSearchParams, around: Surroundings): HTMLElement {
  return deedForm(
    [
      labelled(
        'Question',
        element('input', {
          name: 'question',
          required: true,
          maxlength: 500,
          value: asked.get('question') ?? '',
        }),
      ),
      labelled(
        'Answer',
        element(
          'textarea',
          { name: 'answer', required: true, rows: 5, maxlength: 4000 },
          asked.get('answer') ?? '',
        ),
        'Cite the passages by their places in the list below: “Open from May to October [1].”',
      ),
      labelled(
        'Passages that it cites',
        element('input', { name: 'passages', value: asked.get('passages') ?? '' }),
        'Their ids, separated by spaces. “Why?” shows them.',
      ),
      labelled(
        'Until (UTC)',
        element('input', { name: 'until', type: 'datetime-local' }),
        'Empty: until you take it away.',
      ),
    ],
    'Pin',
    async (form) => {
      const said = (name: string) => String(form.get(name) ?? '').trim()
      const until = said('until')
      await around.client.post('/v1/admin/pins', {
        question: said('question'),
        answer: said('answer'),
        passage_ids: said('passages')
          .split(/[\s,]+/)
          .filter(Boolean),
        ...(until && { expires_at: new Date(`${until}Z`).toISOString() }),
      })
      around.reload()
      around.tell('Pinned. It is given from now on.')
    },
    around,
  )
}

function entry(pin: PinnedAnswer, around: Surroundings): HTMLElement {
  const { pin_id, question, answer, sources, author, created_at, expires_at, state, is_near } = pin
  const facts = [
    `pinned by ${author} on ${moment(created_at)}`,
    expires_at ? `until ${moment(expires_at)}` : '',
    is_near ? '' : 'for this wording alone',
  ]
  const unpin = async () => {
    await around.client.remove(`/v1/admin/pins/${pin_id}`)
    around.reload()
    around.tell('It is no longer pinned.')
  }
  return element(
    'li',
    {},
    element('p', { class: 'question' }, element('bdi', {}, question)),
    element('p', { class: 'answer' }, element('bdi', {}, answer)),
    element(
      'p',
      { class: 'quiet' },
      element('span', { class: `badge ${stateOf[state].kind}` }, stateOf[state].text),
      ' ',
      element('bdi', {}, facts.filter(Boolean).join(' · ')),
    ),
    element(
      'ol',
      { class: 'sources' },
      ...sources.map(({ n, chapter, section, source, url }) =>
        element(
          'li',
          { value: n },
          bookLink([chapter, section].filter(Boolean).join(' › ') || source, url),
        ),
      ),
    ),
    deed(`Unpin: ${question.slice(0, 40)}`, unpin, around),
  )
}
