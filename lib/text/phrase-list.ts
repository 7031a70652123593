import { linesOf } from './word-lists.ts'

// Written without spaces, or with endings on every word: a phrase may begin and end anywhere.
const unbounded = new Set(['ja', 'ko', 'zh'])

const letter = '[\\p{L}\\p{M}\\p{N}_]'
const edge = `(?:(?<!${letter})|(?!${letter}))`

/** What a phrase may call by name, as in `{words}`, and what it stands for. */
type Parts = Readonly<Record<string, string>>

/**
 * Whether a text has any phrase of a list, in any of its languages. The notation is that of
 * languages/about.ts.
 */
export const anyPhrase = (list: Readonly<Record<string, string>>, flags = 'iu'): RegExp =>
  new RegExp(
    Object.entries(list)
      // Bounded once a language: each class of letters takes a regular expression time to be made.
      .map(([language, text]) => bounded(phrasesOf(text, language).join('|'), language))
      .join('|'),
    flags,
  )

/** The phrases of a list in all of its languages, each as the source of a regular expression. */
export const allPhrases = (list: Readonly<Record<string, string>>, given: Parts = {}): string[] =>
  Object.entries(list).flatMap(([language, text]) => phrasesOf(text, language, given))

/** The phrases of one language, each as the source of a regular expression. */
export function phrasesOf(text: string, language: string, given: Parts = {}): string[] {
  const parts: Record<string, string> = { ...given }
  return linesOf(text).flatMap((line) => {
    const [, name, meaning] = /^\{(\w+)\} = (.*)$/.exec(line) ?? []
    const source = (meaning ?? line).replace(/\{(\w+)\}/g, (whole, part) => parts[part] ?? whole)
    if (name === undefined) return [sourceOf(source, unbounded.has(language) ? '' : edge)]
    parts[name] = source
    return []
  })
}

/** A phrase where it begins and ends with whole words. */
export const bounded = (phrase: string, language: string): string =>
  unbounded.has(language) ? phrase : `${edge}(?:${phrase})${edge}`

const sourceOf = (phrase: string, between: string) =>
  phrase
    .replace(/\((?!\?)/g, '(?:')
    .replace(/…(\d*)/g, (_, most) => `${between}.{0,${most || '30'}}${between}`)
    .replaceAll('~', '[\\p{L}\\p{M}]*')
