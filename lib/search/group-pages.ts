import type { FoundPassage } from '../chat/passage.ts'
import { toWords } from '../text/text-fragment.ts'
import type { PageHit, SectionHit } from './hits.ts'
import type { Search } from './query.ts'
import { snippet } from './snippet.ts'

const usualSections = 3

/**
 * Passages, best first, as pages with their best sections: a page stands where its best passage stood,
 * and a section is shown by its best passage. `wordsIn` are the words looked for, as a passage has them.
 */
export function groupPages(
  passages: FoundPassage[],
  { limit, sectionsOfAPage = usualSections }: Pick<Search, 'limit' | 'sectionsOfAPage'>,
  wordsIn: (passage: FoundPassage) => string[],
): PageHit[] {
  const pages = Map.groupBy(passages, ({ source }) => source)
  return [...pages.values()].slice(0, limit).flatMap((found) => {
    const [best] = found
    if (!best) return []
    const { source, chapter, part, part_number, url, score } = best
    const sections = [...Map.groupBy(found, ({ section }) => section).values()]
      .slice(0, sectionsOfAPage)
      .flatMap(([first]) => (first ? [toSection(first, wordsIn(first))] : []))
    return [
      {
        source,
        title: chapter || source,
        part,
        part_number,
        url: url.replace(/#.*$/, ''),
        score: rounded(score),
        sections,
      },
    ]
  })
}

function toSection(passage: FoundPassage, words: string[]): SectionHit {
  const { passage_id, section, url, text, score, content_hash } = passage
  const { text: shown, marks, anchor } = snippet(text, words)
  return {
    passage_id,
    section,
    url: toWords(url, anchor),
    snippet: shown,
    marks,
    score: rounded(score),
    content_hash,
  }
}

const rounded = (score: number) => Math.round(score * 1000) / 1000
