import type { Correction, CorrectionList } from '../../../lib/admin/desk/corrections.ts'
import { downloads } from '../parts/download.ts'
import { element } from '../parts/element.ts'
import { card, emptyState } from '../parts/figure.ts'
import { deed, deedForm, labelled } from '../parts/form.ts'
import { moment } from '../parts/format.ts'
import { addressOf, type Place } from '../parts/place.ts'
import type { Surroundings } from './surroundings.ts'

/** The answers that were corrected, and a form for one that the address names. */
export async function corrections(
  { id, asked }: Place,
  around: Surroundings,
): Promise<HTMLElement[]> {
  const cursor = asked.get('cursor')
  const path = `/v1/admin/corrections?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
  const { data, next_cursor } = await around.client.get<CorrectionList>(path, around.signal)
  return [
    ...(id === undefined
      ? []
      : [element('div', { class: 'wide' }, card('Correct an answer', form(id, asked, around)))]),
    element(
      'div',
      { class: 'wide' },
      card(
        'Corrected answers',
        data.length === 0
          ? emptyState('No answer was corrected. Correct one from its conversation.')
          : element('ul', { class: 'turns' }, ...data.map((one) => entry(one, around))),
        next_cursor
          ? element('a', { href: addressOf('corrections', { cursor: next_cursor }) }, 'Older')
          : undefined,
        downloads('/v1/admin/corrections', 'corrections', around),
      ),
    ),
  ]
}

const form = (id: string, asked: URLSearchParams, around: Surroundings) =>
  deedForm(
    [
      labelled(
        'The right answer',
        element('textarea', { name: 'answer', required: true, rows: 5, maxlength: 4000 }),
        'It is put into the conversation, if that is still open.',
      ),
      labelled(
        'Pages that it rests on',
        element('input', { name: 'pages', value: asked.get('pages') ?? '' }),
        'Their paths, separated by commas. After every run the question is asked again, and has to be answered from one of them.',
      ),
    ],
    'Correct it',
    async (values) => {
      const pages = String(values.get('pages') ?? '').split(',')
      await around.client.post('/v1/admin/corrections', {
        query_id: id,
        answer: String(values.get('answer')),
        pages: pages.flatMap((page) => page.trim() || []),
      })
      location.hash = addressOf('corrections')
    },
    around,
  )

function entry(told: Correction, around: Surroundings): HTMLElement {
  const { query_id, question, answer, pages, author, created_at, was_sent, is_met } = told
  const facts = [
    `by ${author} on ${moment(created_at)}`,
    was_sent ? 'in the reader’s conversation' : 'the conversation was over',
    pages.join(', '),
  ]
  const state = is_met === undefined ? 'busy' : is_met ? 'good' : 'bad'
  const said = { busy: 'not asked again yet', good: 'the book answers it now', bad: 'still wrong' }[
    state
  ]
  return element(
    'li',
    {},
    element('p', { class: 'question' }, element('bdi', {}, question ?? 'Its words were erased')),
    element('p', { class: 'answer' }, element('bdi', {}, answer)),
    element(
      'p',
      { class: 'quiet' },
      element('span', { class: `badge ${state}` }, said),
      ' ',
      element('bdi', {}, facts.filter(Boolean).join(' · ')),
    ),
    element(
      'p',
      { class: 'deeds' },
      element('a', { href: addressOf(`why/${query_id}`) }, 'Why?'),
      deed(
        `Withdraw: ${(question ?? query_id).slice(0, 40)}`,
        async () => {
          await around.client.remove(`/v1/admin/corrections/${query_id}`)
          around.tell('Withdrawn: its question is asked no more.')
          around.reload()
        },
        around,
      ),
    ),
  )
}
