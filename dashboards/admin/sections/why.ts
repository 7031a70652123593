import type {
  Comparison,
  Explanation,
  Explanations,
} from '../../../lib/retrieval/explain/explanation.ts'
import { element } from '../parts/element.ts'
import { card } from '../parts/figure.ts'
import { deed, labelled } from '../parts/form.ts'
import { counted } from '../parts/format.ts'
import { addressOf, type Place } from '../parts/place.ts'
import { table } from '../parts/table.ts'
import { retrieval } from './retrieval.ts'
import type { Surroundings } from './surroundings.ts'

const knobs: [name: keyof Explanation['tuning'], label: string][] = [
  ['retrieval_dense_weight', 'Weight of meaning'],
  ['retrieval_lexical_weight', 'Weight of words'],
  ['retrieval_strictness', 'Strictness'],
  ['retrieval_floor', 'Fixed floor'],
]

/** Why a passage was found, or not, and what other settings would do. */
export async function why(place: Place, around: Surroundings): Promise<HTMLElement[]> {
  const shown = element('div', { class: 'shown', 'aria-live': 'polite' })
  const trial = createTrial(place)
  const explaining = () => explain(trial, shown, around)
  const form = element(
    'form',
    { class: 'filters', onsubmit: (event) => void send(event) },
    ...trial.controls,
    element(
      'p',
      { class: 'deeds' },
      element('button', { type: 'submit', class: 'primary', hidden: !around.mayChange }, 'Explain'),
      ' ',
      deed('Run over the last 100 questions', () => compare(trial, shown, around), around),
    ),
  )
  if (place.id !== undefined || trial.question() !== '') await explaining()
  return [
    element(
      'div',
      { class: 'wide' },
      card(
        'Why?',
        element(
          'p',
          { class: 'quiet' },
          'What the search by words and the search by meaning find, how both are put together, and what the model would be sent. What you try here changes nothing for readers until you save it under Settings.',
        ),
        form,
      ),
    ),
    element('div', { class: 'wide' }, shown),
  ]

  async function send(event: Event) {
    event.preventDefault()
    const text = trial.question()
    if (text !== '') history.replaceState(undefined, '', addressOf('why', { question: text }))
    await explaining()
  }
}

type Trial = ReturnType<typeof createTrial>

/** The controls, and what they say. */
function createTrial({ id, asked }: Place) {
  const question = element('input', {
    name: 'question',
    required: id === undefined,
    maxlength: 2000,
    value: asked.get('question') ?? '',
    placeholder: id ? 'the question that was asked' : '',
  })
  const part = element('input', { name: 'part', type: 'number', min: 0 })
  const turned = knobs.map(
    ([name, label]) =>
      [
        name,
        label,
        element('input', { name, type: 'number', min: 0, max: 1, step: 0.05 }),
      ] as const,
  )
  return {
    controls: [
      labelled('Question', question),
      ...turned.map(([, label, control]) => labelled(label, control, 'empty: as now')),
      labelled('Only this part', part, 'empty: all parts'),
    ],
    question: () => question.value.trim(),

    /** What was turned; undefined where nothing was. */
    values() {
      const set = turned.flatMap(([name, , { value }]): [string, number][] =>
        value === '' ? [] : [[name, Number(value)]],
      )
      return set.length > 0 ? Object.fromEntries(set) : undefined
    },

    body() {
      const text = question.value.trim()
      const values = this.values()
      const filter = part.value === '' ? undefined : { part_number: Number(part.value) }
      return {
        ...(text ? { question: text } : { query_id: id }),
        ...((values || filter) && {
          changed: { ...(values && { values }), ...(filter && { filter }) },
        }),
      }
    },
  }
}

async function explain(trial: Trial, shown: HTMLElement, { client, fail }: Surroundings) {
  shown.replaceChildren('Searching …')
  try {
    const found = await client.post<Explanations>('/v1/admin/retrieval', trial.body())
    const { changed } = found
    shown.replaceChildren(
      element('h2', {}, element('bdi', {}, found.question)),
      changed ? element('p', {}, difference(found.now, changed)) : '',
      element(
        'div',
        { class: 'beside' },
        retrieval(changed ? 'As it is' : 'Retrieval', found.now),
        changed && retrieval('As it would be', changed),
      ),
    )
  } catch (error) {
    shown.replaceChildren(error instanceof Error ? error.message : '')
    fail(error)
  }
}

/** What other settings make of it, in a sentence. */
function difference(now: Explanation, then: Explanation): string {
  const sourcesOf = ({ candidates }: Explanation) =>
    new Set(candidates.flatMap(({ n, passage_id }) => (n === undefined ? [] : [passage_id])))
  const [before, after] = [sourcesOf(now), sourcesOf(then)]
  const more = [...after].filter((id) => !before.has(id)).length
  const fewer = [...before].filter((id) => !after.has(id)).length
  const outcome =
    now.is_answered === then.is_answered
      ? `It would still be ${verdict(now.is_answered)}`
      : `It would be ${verdict(then.is_answered)}, and is ${verdict(now.is_answered)} now`
  return `${outcome}: ${counted(more, 'passage')} more among its sources, ${fewer} fewer.`
}

async function compare(trial: Trial, shown: HTMLElement, { client, tell }: Surroundings) {
  const values = trial.values()
  if (!values)
    return tell(
      'Change a weight, the strictness or the floor first: as it is, nothing would change.',
    )
  shown.replaceChildren('Searching for the last questions …')
  try {
    const path = '/v1/admin/retrieval/comparisons'
    shown.replaceChildren(comparison(await client.post<Comparison>(path, { values })))
  } catch (error) {
    shown.replaceChildren()
    throw error
  }
}

const verdict = (isAnswered: boolean) => (isAnswered ? 'answered' : 'refused')

const comparison = ({ compared, answered_now, answered_then, changed }: Comparison) =>
  card(
    'Over the last questions',
    element(
      'p',
      {},
      `Of ${counted(compared, 'question')}, ${answered_now} clear the floor now and ${answered_then} would with your changes. ${counted(changed.length, 'question')} would be answered differently.`,
    ),
    table(
      'Questions that would be answered differently',
      [
        {
          title: 'Question',
          cell: ({ query_id, question }: Comparison['changed'][number]) =>
            element('a', { href: addressOf(`why/${query_id}`) }, element('bdi', {}, question)),
        },
        { title: 'Now', cell: (row) => verdict(row.answered_now) },
        { title: 'With your changes', cell: (row) => verdict(row.answered_then) },
        { title: 'Sources more', kind: 'figure', cell: (row) => String(row.sources_added) },
        { title: 'Sources fewer', kind: 'figure', cell: (row) => String(row.sources_removed) },
      ],
      changed,
    ),
  )
