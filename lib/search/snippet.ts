import { plainMarkdown } from '../text/markdown/plain-markdown.ts'
import type { Mark } from './hits.ts'

const mostCharacters = 220
/** How far a snippet begins before the first word that was looked for. */
const lead = 60
const readCharacters = 6000
const fragmentWords = 8

/** What a search box shows of a passage, and the words of the page that lead to it. */
export interface Snippet {
  text: string
  marks: Mark[]
  /** Words as they follow each other on the page, in one block; empty where nothing is marked. */
  anchor: string
}

/** The part of a passage that holds the most of the words looked for, cut at the bounds of words. */
export function snippet(markdown: string, words: string[]): Snippet {
  const text = plainMarkdown(markdown.slice(0, readCharacters))
  const all = marksIn(text, words)
  const [from, to] = bestWindow(text, all)
  const shown = text.slice(from, to)
  const [head, tail] = [from > 0 ? '… ' : '', to < text.length ? ' …' : '']
  return {
    text: `${head}${shown.replaceAll('\n', ' ')}${tail}`,
    marks: all
      .filter(([start, end]) => start >= from && end <= to)
      .map(([start, end]) => [start - from + head.length, end - from + head.length]),
    anchor: anchorAt(
      text,
      all.find(([start]) => start >= from),
    ),
  }
}

/** Where these words stand in a text: whole words, but in scripts that put none apart. */
export function marksIn(text: string, words: string[]): Mark[] {
  const [any, ...others] = words.map(pattern)
  if (any === undefined) return []
  const found = text.matchAll(new RegExp([any, ...others].join('|'), 'giu'))
  return Array.from(found, ({ index, 0: { length } }) => [index, index + length])
}

function pattern(word: string): string {
  const literal = word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  if (/^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(word)) return literal
  return `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`
}

/** The window with the most different words, the earliest of such. */
function bestWindow(text: string, marks: Mark[]): Mark {
  const worth = (from: number) =>
    new Set(
      marks
        .filter(([start, end]) => start >= from && end <= from + mostCharacters)
        .map(([start, end]) => text.slice(start, end).toLowerCase()),
    ).size
  let best = 0
  let most = marks.length > 0 ? worth(0) : 0
  for (const [start] of marks) {
    const from = Math.max(0, start - lead)
    if (worth(from) > most) [best, most] = [from, worth(from)]
  }
  return atWords(text, best)
}

function atWords(text: string, wanted: number): Mark {
  const from = wanted === 0 ? 0 : nextBound(text, wanted)
  if (text.length - from <= mostCharacters) return [from, text.length]
  const cut = text.slice(from, from + mostCharacters)
  // Without a blank there are no words to cut between.
  const kept = /^[\s\S]*\S(?=\s)/.exec(cut)?.[0].length ?? 0
  return [from, from + (kept > mostCharacters / 2 ? kept : cut.length)]
}

function nextBound(text: string, at: number): number {
  if (/\s/.test(text[at - 1] ?? ' ')) return at
  const blank = /\s+/.exec(text.slice(at, at + lead / 2))
  return blank ? at + blank.index + blank[0].length : at
}

/** A few words of the mark's own line, from its first sentence bound before or from the mark on. */
function anchorAt(text: string, mark: Mark | undefined): string {
  if (!mark) return ''
  const end = text.indexOf('\n', mark[0])
  const rest = text.slice(mark[0], end < 0 ? undefined : end)
  const words = new RegExp(`^\\S+(?: \\S+){0,${fragmentWords - 1}}`).exec(rest)?.[0] ?? ''
  return words.length > 120 ? text.slice(...mark) : words.replace(/[\s.,;:!?]+$/, '')
}
