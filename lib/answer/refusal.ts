import type { FoundPassage } from './passage.ts'

const nearestPages = 3

/** What a reader is told when the book does not answer, with the pages that come nearest. */
export function refusalText(passages: FoundPassage[]): string {
  const nearest = passages.filter(isFirstOfItsPage).slice(0, nearestPages)
  const opening = 'The book does not answer this question.'
  if (nearest.length === 0) return opening
  const list = nearest.map((page) => `- ${link(page)}`).join('\n')
  return `${opening} The pages that come nearest:\n\n${list}`
}

const isFirstOfItsPage = ({ source }: FoundPassage, index: number, all: FoundPassage[]) =>
  all.findIndex((other) => other.source === source) === index

const link = ({ chapter, source, url }: FoundPassage) =>
  url
    ? `[${escaped(chapter || source)}](${encodeURI(url).replace(/[()]/g, encodeURIComponent)})`
    : escaped(chapter || source)

const escaped = (text: string) => text.replace(/[\\`*_[\]<>]/g, '\\$&')
