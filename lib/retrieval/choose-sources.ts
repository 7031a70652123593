import type { Source } from '../chat/events.ts'
import type { FoundPassage, Passage } from '../chat/passage.ts'
import type { Question } from '../chat/question.ts'
import { type JoinedPassage, joinPassages } from './join-passages.ts'
import { isOnPage } from './reader/reader-page.ts'
import type { Retrieved } from './retrieve.ts'

const aroundSelection = 3
const ofReadersPage = 4

// About what a token is in running text.
const charactersPerToken = 4

export interface SourceLimits {
  /** The most sources. */
  limit: number
  /** About the most tokens of all of them together. */
  maxTokens: number
}

/** An answer's sources, and every passage whose text is in them. */
export interface Chosen {
  sources: Source[]
  passages: Passage[]
}

/** The sources of an answer, numbered from 1: the selection and what is around it, then the book. */
export function chooseSources(question: Question, found: Retrieved, most: SourceLimits): Chosen {
  const limits = { limit: most.limit, maxCharacters: charactersOf(most) }
  const selection = question.selected_text
  if (selection === undefined)
    return toSources(joinPassages(pageFirst(question, found), found.beside, limits))
  const page = found.page.length > 0 ? found.page : found.aroundSelection
  const home = locate(selection, page)
  const near = home ? neighbours(home, page).slice(0, limits.limit - 1) : []
  const others = found.passages.filter(
    (passage) => !near.some((one) => one.passage_id === passage.passage_id),
  )
  const room = { ...limits, limit: limits.limit - 1 - near.length }
  const joined = room.limit > 0 ? joinPassages(others, found.beside, room) : []
  return {
    sources: numbered([
      primary(selection, home),
      ...near.map(asFound).map(toSource),
      ...joined.map(toSource),
    ]),
    passages: [...near, ...joined.flatMap((passage) => passage.joined)],
  }
}

/** About how many characters the sources may have. */
export const charactersOf = ({ maxTokens }: SourceLimits) => maxTokens * charactersPerToken

/** Passages as the sources of an answer, behind those that are given. */
export const toSources = (joined: JoinedPassage[], before: Omit<Source, 'n'>[] = []): Chosen => ({
  sources: numbered([...before, ...joined.map(toSource)]),
  passages: joined.flatMap((passage) => passage.joined),
})

/**
 * What was found, and before it what the reader's page says, where the question points there: what was
 * found of it, then what stands under the reader's heading, then how it begins.
 */
function pageFirst({ page }: Question, { passages, page: onPage }: Retrieved): FoundPassage[] {
  if (!page || onPage.length === 0) return passages
  const found = passages.filter((passage) => isOnPage(passage, page.path))
  const heading = letters(page.heading ?? '')
  const isUnderHeading = ({ section }: Passage) => heading !== '' && letters(section) === heading
  const rest = onPage
    .filter(({ passage_id: id }) => !found.some((one) => one.passage_id === id))
    .sort((a, b) => Number(isUnderHeading(b)) - Number(isUnderHeading(a)))
    .map(asFound)
  const ofPage = [...found, ...rest].slice(0, ofReadersPage)
  return [...ofPage, ...passages.filter((passage) => !ofPage.includes(passage))]
}

/** The passage a selection comes from: the one that holds it, or the one it begins in. */
function locate(selection: string, passages: Passage[]): Passage | undefined {
  const wanted = letters(selection)
  if (wanted.length < 3) return undefined
  const whole = passages.find((passage) => letters(passage.text).includes(wanted))
  if (whole) return whole
  const joined = letters(passages.map((passage) => passage.text).join(''))
  if (!joined.includes(wanted)) return undefined
  return passages.find((passage) => letters(passage.text).includes(wanted.slice(0, 40)))
}

/** The passage itself, then those of its section and its chapter, nearest first. */
function neighbours(home: Passage, page: Passage[]): Passage[] {
  const distance = (passage: Passage) =>
    Math.abs(passage.chunk_index - home.chunk_index) + (passage.section === home.section ? 0 : 1000)
  return page
    .filter((passage) => passage.source === home.source)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, aroundSelection)
}

// A browser's selection has no Markdown in it: compare letters and digits alone, without link targets.
const letters = (text: string) =>
  text
    .replace(/\]\([^)\s]*\)/g, ']')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase()

const unverified = {
  passage_id: null,
  source: 'unverified',
  url: '',
  part: '',
  part_number: 0,
  chapter: '',
  section: '',
}

function primary(selection: string, home: Passage | undefined): Omit<Source, 'n'> {
  const place = home ? toSource(asFound(home)) : unverified
  return { ...place, text: selection, score: 1, is_primary: true }
}

const asFound = (passage: Passage): FoundPassage => ({ ...passage, score: 0 })

function toSource(passage: FoundPassage): Omit<Source, 'n'> {
  const { passage_id, text, source, url, part, part_number, chapter, section } = passage
  const score = Math.round(passage.score * 1000) / 1000
  return {
    passage_id,
    text,
    source,
    url,
    part,
    part_number,
    chapter,
    section,
    score,
    is_primary: false,
  }
}

const numbered = (sources: Omit<Source, 'n'>[]): Source[] =>
  sources.map((source, index) => ({ n: index + 1, ...source }))
