import type { QuestionGroup, UnansweredQuestions } from '../../../lib/admin/figures.ts'
import { bookLink, element } from '../parts/element.ts'
import { card, emptyState } from '../parts/figure.ts'
import { count, counted, day } from '../parts/format.ts'

const shownAtOnce = 8

/** What the book did not answer: what to write next, and where. */
export function unanswered(questions: UnansweredQuestions): HTMLElement {
  const title = 'What the book did not answer'
  const { data, are_texts_kept, is_cut } = questions
  if (!are_texts_kept) {
    return card(
      title,
      emptyState(
        'QUERY_LOG_TEXT is off: what was asked is not kept, so nothing can be shown here.',
      ),
    )
  }
  if (data.length === 0) {
    return card(title, emptyState('The book answered every question of these days.'))
  }
  const groups = data.map(groupEntry)
  const more = groups.slice(shownAtOnce)
  return card(
    title,
    element('p', { class: 'summary' }, summaryOf(questions)),
    ...notices(questions).map((text) => element('p', { class: 'notice' }, text)),
    element('ol', { class: 'groups' }, ...groups.slice(0, shownAtOnce)),
    more.length === 0
      ? undefined
      : element(
          'details',
          {},
          element('summary', {}, `${count(more.length)} more`),
          element('ol', { class: 'groups', start: shownAtOnce + 1 }, ...more),
        ),
    is_cut
      ? element('p', { class: 'quiet' }, 'There were more; the most asked ones are grouped.')
      : undefined,
  )
}

const summaryOf = ({ data }: UnansweredQuestions) =>
  `Questions that are alike stand together, most asked first. Each is a passage to write: ${counted(data.length, 'group')}.`

/** What a grouping lacks while a service is away. */
export function notices({ degraded }: Pick<UnansweredQuestions, 'degraded'>): string[] {
  const texts: Record<string, string> = {
    embedding:
      'The embedding service is away: questions are grouped by their words, and the nearest pages are missing.',
    qdrant: 'The vector store is away: the nearest pages are missing.',
  }
  return degraded.flatMap((service) => texts[service] ?? [])
}

/** Questions that are alike: the most typical, how often they were asked, and where they belong. */
export function groupEntry(group: QuestionGroup): HTMLElement {
  const { question, times, wordings, last_asked_at, nearest_page: page } = group
  const facts = [`asked ${counted(times, 'time')}`, `last on ${day(last_asked_at.slice(0, 10))}`]
  return element(
    'li',
    {},
    element('p', { class: 'question' }, element('bdi', {}, question)),
    element('p', { class: 'quiet' }, facts.join(' · ')),
    page
      ? element(
          'p',
          { class: 'nearest' },
          'Belongs near ',
          bookLink(
            page.section && page.section !== page.chapter
              ? `${page.chapter} › ${page.section}`
              : page.chapter || page.source,
            page.url,
          ),
        )
      : undefined,
    wordings === 1 ? undefined : wordingsOf(group),
  )
}

function wordingsOf({ questions, wordings }: QuestionGroup): HTMLElement {
  const entries = questions.map(({ question, times }) =>
    element('li', {}, element('bdi', {}, question), ` (${count(times)})`),
  )
  const rest = wordings - questions.length
  return element(
    'details',
    {},
    element('summary', {}, `${count(wordings)} wordings`),
    element(
      'ul',
      {},
      ...entries,
      rest > 0 ? element('li', {}, `and ${count(rest)} more`) : undefined,
    ),
  )
}
