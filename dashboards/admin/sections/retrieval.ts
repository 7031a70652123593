import type { Explanation } from '../../../lib/retrieval/explain/explanation.ts'
import { bookLink, element } from '../parts/element.ts'
import { card } from '../parts/figure.ts'
import { table } from '../parts/table.ts'

type Candidate = Explanation['candidates'][number]

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
      ` Confidence ${confidence.toFixed(3)} against ${floor.toFixed(3)}${is_calibrated ? ', by the calibration of this index' : ', for this index is not calibrated'}.`,
    ),
    element(
      'p',
      { class: 'quiet' },
      `By words ${found.words}, by meaning ${found.meaning}. Weights: words ${tuning.retrieval_lexical_weight}, meaning ${tuning.retrieval_dense_weight}.`,
    ),
    element(
      'p',
      { class: 'quiet' },
      Object.entries(signals)
        .map(([name, value]) => `${name} ${places(value)}`)
        .join(' · '),
    ),
    told.missed.length > 0
      ? element('p', { class: 'notice' }, `Away: ${told.missed.join(', ')}`)
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
    cell: ({ chapter, section, source, url, text, passage_id }: Candidate) =>
      element(
        'div',
        {},
        bookLink([chapter, section].filter(Boolean).join(' › ') || source, url),
        element(
          'details',
          {},
          element('summary', {}, `How it begins, ${passage_id}`),
          element('bdi', {}, text),
        ),
      ),
  },
  {
    title: 'Words',
    kind: 'figure' as const,
    cell: ({ words }: Candidate) =>
      words
        ? `${words.rank}. (${places(words.score)}, ${Math.round(words.coverage * 100)} %)`
        : '–',
  },
  {
    title: 'Cosine',
    kind: 'figure' as const,
    cell: ({ meaning }: Candidate) =>
      meaning ? `${meaning.rank}. (${places(meaning.cosine)})` : '–',
  },
  { title: 'Both', kind: 'figure' as const, cell: ({ score }: Candidate) => places(score) },
  {
    title: 'Source',
    cell: ({ n }: Candidate) => (n === undefined ? 'left out' : `source ${n}`),
  },
]
