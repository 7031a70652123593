import type { FoundPassage, Passage } from '../../chat/passage.ts'

// What a passage of the reader's page has before others: less than what parts two good hits. Chosen so that
// a page that the question is not about costs no recall (`npm run eval -- … --reader-on other`).
const prior = 0.03

/** Whether a passage is of the page at this path: the end of its URL, or its path in the repository. */
export function isOnPage({ source, url }: Passage, path: string): boolean {
  const bare = bared(path)
  return bare !== '' && (source === bare || bared(url).endsWith(bare))
}

/** Passages with a little more weight for those of the page that the reader is on. */
export function favourPage(passages: FoundPassage[], path: string | undefined): FoundPassage[] {
  if (path === undefined || !passages.some((passage) => isOnPage(passage, path))) return passages
  return passages
    .map((passage) =>
      isOnPage(passage, path) ? { ...passage, score: Math.min(1, passage.score + prior) } : passage,
    )
    .sort((a, b) => b.score - a.score)
}

const bared = (path: string) => path.replace(/[?#].*$/, '').replace(/\/+$/, '')
