import type { FoundPassage } from '../chat/passage.ts'
import { type Language, phrasesIn } from '../text/phrases.ts'
import { pageLink } from './page-link.ts'

const mostPages = 3

/** What a reader is told when the book does not answer, with the pages that come nearest. */
export function noAnswerText(passages: FoundPassage[], language: Language, offer?: string): string {
  const { noAnswer, nearestPages } = phrasesIn(language)
  const nearest = passages.filter(isFirstOfItsPage).slice(0, mostPages)
  const list = nearest
    .map((page) => `- ${pageLink(page.chapter || page.source, page.url)}`)
    .join('\n')
  const pages = nearest.length > 0 ? ` ${nearestPages}\n\n${list}` : ''
  const said = `${noAnswer}${pages}`
  return offer ? `${said}\n\n${offer}` : said
}

const isFirstOfItsPage = ({ source }: FoundPassage, index: number, all: FoundPassage[]) =>
  all.findIndex((other) => other.source === source) === index
