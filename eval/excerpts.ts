import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EvalQuestion, Stretch } from './formats/corpus.ts'
import type { IndexedPassage } from './index-corpus.ts'
import { rounded } from './metrics.ts'
import type { QuestionResult } from './run.ts'

const retrieved = 5
// Letters that tell a passage's beginning or end from any other.
const edge = 24

/** How much of the wanted text the first five passages hold, and how much else, by characters. */
export interface ExcerptFigures {
  recall: number
  precision: number
  iou: number
  mean_characters: number
  /** Passages whose text could not be found again in its page. */
  unplaced: number
}

/** Recall, precision and intersection over union of characters, as Chroma's evaluation has them. */
export function measureExcerpts(
  docs: string,
  questions: EvalQuestion[],
  results: QuestionResult[],
  passages: IndexedPassage[],
): ExcerptFigures {
  const places = placesOf(docs, passages)
  const scores = questions.map((question, index) => {
    const found = (results[index]?.ranking ?? []).slice(0, retrieved)
    return score(
      question.stretches ?? [],
      found.flatMap((id) => places.get(id) ?? []),
    )
  })
  const average = (of: (one: (typeof scores)[number]) => number) =>
    rounded(scores.reduce((sum, one) => sum + of(one), 0) / Math.max(1, scores.length))
  return {
    recall: average((one) => one.recall),
    precision: average((one) => one.precision),
    iou: average((one) => one.iou),
    mean_characters: Math.round(
      passages.reduce((sum, { text }) => sum + text.length, 0) / passages.length,
    ),
    unplaced: passages.length - places.size,
  }
}

function score(wanted: Stretch[], found: Stretch[]) {
  const relevant = unique(wanted)
  const covered = unique(found)
  const shared = relevant.reduce(
    (sum, one) => sum + covered.reduce((held, other) => held + overlap(one, other), 0),
    0,
  )
  const all = length(found)
  return {
    recall: shared / Math.max(1, length(relevant)),
    precision: shared / Math.max(1, all),
    iou: shared / Math.max(1, length(relevant) + all - shared),
  }
}

const length = (stretches: Stretch[]) =>
  stretches.reduce((sum, { start, end }) => sum + end - start, 0)

const overlap = (a: Stretch, b: Stretch) =>
  a.source === b.source ? Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start)) : 0

/** The same text, each character once. */
function unique(stretches: Stretch[]): Stretch[] {
  const merged: Stretch[] = []
  for (const one of stretches.toSorted((a, b) =>
    a.source === b.source ? a.start - b.start : a.source < b.source ? -1 : 1,
  )) {
    const last = merged.at(-1)
    if (last && last.source === one.source && one.start <= last.end)
      last.end = Math.max(last.end, one.end)
    else merged.push({ ...one })
  }
  return merged
}

/** Where each passage stands in its page, whatever white space or marks splitting took away. */
function placesOf(docs: string, passages: IndexedPassage[]): Map<string, Stretch> {
  const pages = new Map<string, ReturnType<typeof letters>>()
  const from = new Map<string, number>()
  const places = new Map<string, Stretch>()
  for (const { id, source, text } of passages) {
    const page =
      pages.get(source) ?? letters(readFileSync(join(docs, source.slice('docs/'.length)), 'utf8'))
    pages.set(source, page)
    const own = letters(text).text
    const place = own === '' ? undefined : placeOf(own, page.text, from.get(source) ?? 0)
    if (!place) continue
    from.set(source, place.first + 1)
    const start = page.positions[place.first] ?? 0
    const end = (page.positions[place.last] ?? start) + 1
    places.set(id, { source, start, end })
  }
  return places
}

// Where splitting has taken markup out of the middle, the beginning and the end say where it stood.
function placeOf(text: string, page: string, from: number) {
  const whole = page.indexOf(text, from)
  if (whole >= 0) return { first: whole, last: whole + text.length - 1 }
  const first = page.indexOf(text.slice(0, edge), from)
  const end = first < 0 ? -1 : page.indexOf(text.slice(-edge), first)
  return end < 0 ? undefined : { first, last: end + edge - 1 }
}

function letters(text: string): { text: string; positions: number[] } {
  const positions: number[] = []
  let kept = ''
  for (const { 0: character, index } of text.matchAll(/[\p{L}\p{N}]/gu)) {
    kept += character
    for (let unit = 0; unit < character.length; unit += 1) positions.push(index + unit)
  }
  return { text: kept, positions }
}
