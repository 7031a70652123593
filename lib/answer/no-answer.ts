import type { HandOff } from '../chat/events.ts'
import type { FoundPassage } from '../chat/passage.ts'
import { handOffOffer } from '../conversation/hand-off.ts'

const nearestPages = 3

/** What a reader is told when the book does not answer, with the pages that come nearest. */
export function noAnswerText(passages: FoundPassage[], handOff?: HandOff): string {
  const nearest = passages.filter(isFirstOfItsPage).slice(0, nearestPages)
  const list = nearest.map((page) => `- ${link(page)}`).join('\n')
  const pages = nearest.length > 0 ? ` The pages that come nearest:\n\n${list}` : ''
  if (handOff === 'asked-for') return `${handOffOffer}${pages}`
  const said = `The book does not answer this question.${pages}`
  return handOff === 'refused-again' ? `${said}\n\n${handOffOffer}` : said
}

const isFirstOfItsPage = ({ source }: FoundPassage, index: number, all: FoundPassage[]) =>
  all.findIndex((other) => other.source === source) === index

const link = ({ chapter, source, url }: FoundPassage) =>
  url
    ? `[${escaped(chapter || source)}](${encodeURI(url).replace(/[()]/g, encodeURIComponent)})`
    : escaped(chapter || source)

const escaped = (text: string) => text.replace(/[\\`*_[\]<>]/g, '\\$&')
