import type { FoundPassage } from '../../chat/passage.ts'
import { detectLanguage } from '../../text/language.ts'

const looked = 24
// A folder of a language, as in docs/de/ and i18n/zh-cn/, or an ending of one, as in page.fr.md.
const folder =
  /(?:^|\/)(?:i18n\/)?([a-z]{2})(?:[-_][a-z]{2,4})?\/(?:docusaurus-plugin-content-docs\/current\/)?/i
const ending = /[._-]([a-z]{2})(?:[-_][a-z]{2})?(?=\.mdx?$)/i
const languages = new Set(
  'ar ca cs da de el en es fi fr he hi hu id it ja ko nl no pl pt ro ru sv th tr uk vi zh'.split(
    ' ',
  ),
)

/**
 * The passages found with, of a page that is there in several languages, those in the reader's first:
 * the first of `wanted` in which the page is there. The page keeps its places among the others.
 */
export function readersLanguageFirst(passages: FoundPassage[], wanted: string[]): FoundPassage[] {
  const top = passages.slice(0, looked)
  const placed = top.map((passage) => ({ passage, ...placeOf(passage) }))
  const pages = Map.groupBy(placed, ({ page }) => page)
  const reordered = [...top]
  for (const all of pages.values()) {
    const sources = new Set(all.map(({ passage }) => passage.source))
    if (sources.size < 2) continue
    const told = all.map((one) => ({
      ...one,
      language: one.language ?? detectLanguage(one.passage.text),
    }))
    const own = wanted.find((language) => told.some((one) => one.language === language))
    if (own === undefined) continue
    const sorted = told.toSorted((a, b) => Number(b.language === own) - Number(a.language === own))
    all.forEach(({ passage }, index) => {
      reordered[top.indexOf(passage)] = sorted[index]?.passage ?? passage
    })
  }
  return [...reordered, ...passages.slice(looked)]
}

/** The language that a path names, if it does. */
export const languageOfPath = (path: string): string | undefined =>
  placeOf({ source: path }).language

/** A page by its path without what names a language, and that language. */
function placeOf({ source }: { source: string }): { page: string; language: string | undefined } {
  for (const pattern of [folder, ending]) {
    const [all = '', code = ''] = pattern.exec(source) ?? []
    const language = code.toLowerCase()
    if (languages.has(language))
      return { page: shortened(source.replace(all, all.startsWith('/') ? '/' : '')), language }
  }
  return { page: shortened(source), language: undefined }
}

// In another language's tree a page stands under the same name, be the content folder named or not.
const shortened = (path: string) => path.replace(/^\/?docs\//, '').replace(/^\//, '')
