import type { AnswerDocument } from '../chat/events.ts'
import { sourceLabel } from '../chat/source-label.ts'
import { languageOf, phrasesIn } from '../text/phrases.ts'

/** A page that an answer cites, as a line of its own. */
export interface CitedPage {
  n: number
  label: string
  url: string
  /** Set where none of its citations is borne out. */
  doubt: string
}

/** The pages that an answer cites. */
export const citedPages = ({ sources, citations }: AnswerDocument): CitedPage[] =>
  sources.flatMap((source) => {
    const verdicts = citations.filter(({ n }) => n === source.n)
    if (verdicts.length === 0) return []
    const doubt = verdicts.every(({ status }) => status === 'weak') ? ' (may not say this)' : ''
    return { n: source.n, label: sourceLabel(source), url: source.url, doubt }
  })

/** A sentence to an answer that did not end as the model meant it. */
export function endingOf({ answer, finish }: AnswerDocument): string | undefined {
  return finish === 'stop' ? undefined : phrasesIn(languageOf(answer)).ended[finish]
}

/** An address that a channel may link to. */
export const isLink = (url: string | undefined): url is string => /^https?:\/\//i.test(url ?? '')

/** Whether a person is offered, who would be told. */
export const isPersonOffered = ({ hand_off: why }: AnswerDocument): boolean =>
  why !== undefined && why !== 'nobody'
