import type { FoundPassage } from '../chat/passage.ts'
import { handOffOffer } from '../conversation/hand-off.ts'

const nearestPages = 3

/** Why a person is offered: the reader asked for one, or was refused before. */
export type HandOff = 'asked-for' | 'refused-again'

/** What a reader is told when the book does not answer, with the pages that come nearest. */
export function refusalText(passages: FoundPassage[], handOff?: HandOff): string {
  const nearest = passages.filter(isFirstOfItsPage).slice(0, nearestPages)
  const list = nearest.map((page) => `- ${link(page)}`).join('\n')
  const pages = nearest.length > 0 ? ` The pages that come nearest:\n\n${list}` : ''
  if (handOff === 'asked-for') return `${handOffOffer}${pages}`
  const refusal = `The book does not answer this question.${pages}`
  return handOff === 'refused-again' ? `${refusal}\n\n${handOffOffer}` : refusal
}

const isFirstOfItsPage = ({ source }: FoundPassage, index: number, all: FoundPassage[]) =>
  all.findIndex((other) => other.source === source) === index

const link = ({ chapter, source, url }: FoundPassage) =>
  url
    ? `[${escaped(chapter || source)}](${encodeURI(url).replace(/[()]/g, encodeURIComponent)})`
    : escaped(chapter || source)

const escaped = (text: string) => text.replace(/[\\`*_[\]<>]/g, '\\$&')
