import type { Explanation } from '../../../lib/retrieval/explain/explanation.ts'
import { bookLink, element } from '../parts/element.ts'
import { card } from '../parts/figure.ts'
import { table } from '../parts/table.ts'

type Candidate = Explanation['candidates'][number]

const signalTexts: [name: keyof Explanation['signals'], text: string][] = [
  ['coverage', 'Share of the question’s words, by their rarity, that one passage has'],
  ['unheard', 'Share of its words that no passage has'],
  ['unknownName', 'It names something that none of them has (1: yes)'],
  ['cosine', 'Likeness in meaning of the nearest passage'],
  ['contrast', 'How far that is above the others'],
  ['agreement', 'How high the best passage by words stands by meaning'],
  ['together', 'Whether one passage has both, words and meaning'],
]

const places = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(2))

/** One retrieval, leg by leg. */
export function retrieval(title: string, told: Explanation): HTMLElement {
  const { searched_for, confidence, floor, is_answered, is_calibrated, found, tuning, signals } =
    told
  return card(
    title,
    element('p', { class: 'quiet' }, 'Searched for: ', element('bdi', {}, searched_for)),
    element(
      'p',
      {},
      element(
        'span',
        { class: `badge ${is_answered ? 'good' : 'bad'}` },
        is_answered ? 'clears the floor' : 'below the floor',
      ),
      ` Confidence ${confidence.toFixed(3)}; the floor is ${floor.toFixed(3)}, ${is_calibrated ? 'as measured for this index' : 'the fixed one, for this index was not measured yet'}.`,
    ),
    element(
      'p',
      { class: 'quiet' },
      `Found by words: ${found.words}, by meaning: ${found.meaning}. Words count ${tuning.retrieval_lexical_weight}, meaning ${tuning.retrieval_dense_weight}.`,
    ),
    element(
      'details',
      {},
      element('summary', {}, 'What the confidence is made of'),
      element(
        'ul',
        {},
        ...signalTexts.map(([name, text]) =>
          element('li', {}, `${text}: ${places(signals[name])}`),
        ),
      ),
    ),
    told.missed.length > 0
      ? element('p', { class: 'notice' }, `Did not answer: ${told.missed.join(', ')}`)
      : undefined,
    table(`${title}: candidates, the best first`, columns, told.candidates),
    told.prompt
      ? element(
          'details',
          {},
          element('summary', {}, 'The prompt as it would be sent'),
          ...told.prompt.map(({ role, content }) =>
            element('pre', { tabindex: 0, 'aria-label': role }, content),
          ),
        )
      : undefined,
  )
}

const columns = [
  {
    title: 'Passage',
    cell: ({ chapter, section, source, url, text, passage_id, n }: Candidate) =>
      element(
        'div',
        { class: 'passage' },
        bookLink([chapter, section].filter(Boolean).join(' › ') || source, url),
        ' ',
        element(
          'span',
          { class: n === undefined ? 'quiet' : 'badge good' },
          n === undefined ? 'left out' : `source ${n}`,
        ),
        element(
          'details',
          {},
          element('summary', {}, 'How it begins'),
          element('p', {}, element('bdi', {}, text)),
          element('p', { class: 'quiet' }, `Its id: ${passage_id}`),
        ),
      ),
  },
  {
    title: 'By words',
    kind: 'figure' as const,
    cell: ({ words }: Candidate) =>
      ranked(
        words && { rank: words.rank, of: `${Math.round(words.coverage * 100)} % of the words` },
      ),
  },
  {
    title: 'By meaning',
    kind: 'figure' as const,
    cell: ({ meaning }: Candidate) =>
      ranked(meaning && { rank: meaning.rank, of: `cosine ${places(meaning.cosine)}` }),
  },
  { title: 'Both', kind: 'figure' as const, cell: ({ score }: Candidate) => places(score) },
]

/** The place that a search gives a passage, and for what. */
const ranked = (place: { rank: number; of: string } | undefined) =>
  place === undefined ? '–' : element('span', {}, `${place.rank}. `, element('small', {}, place.of))
