import * as z from 'zod/mini'
import type { FoundPassage, Passage } from '../../chat/passage.ts'
import type { Question } from '../../chat/question.ts'
import { type Neon, sql } from '../../clients/neon.ts'
import { Problem } from '../../problem.ts'
import { detectLanguage } from '../../text/language.ts'
import { tableOfContents } from '../../text/phrases/early.built.ts'
import { languageOf } from '../../text/phrases.ts'
import { type Chosen, charactersOf, type SourceLimits, toSources } from '../choose-sources.ts'
import { joinPassages } from '../join-passages.ts'
import type { Whole } from './asked-overview.ts'
import { contents, type Heading, tellingPassages } from './overview-rows.ts'

const Session = z.object({ status: z.string() })

const mostSources = 12
const contentsCharacters = 4000
// A book is in a reader's language where so much of it is.
const leastShare = 0.3

/** What an overview is written from: its sources, and the passages behind them. */
export type Overview = Chosen & { found: FoundPassage[] }

/**
 * The sources of an overview of a page, a chapter or the book: how it and its sections begin, in reading
 * order, and for the book its table of contents. Undefined where there is no such page or chapter.
 * One request to Neon, and no search; throws `not-found` for a session that does not exist.
 */
export async function findOverview(
  neon: Neon,
  question: Question,
  whole: Whole,
  limits: SourceLimits,
  signal: AbortSignal,
): Promise<Overview | undefined> {
  const [sessions, passages, headings = []] = await neon.transaction(
    [
      sql(Session)`select status from sessions where id = ${question.session_id}`,
      tellingPassages(whole, question.filter, question.page?.path),
      ...(whole.of === 'book' ? [contents(question.filter)] : []),
    ],
    { signal, readOnly: true },
  )
  if (sessions.length === 0)
    throw new Problem('not-found', `There is no session ${question.session_id}.`)
  if (passages.length === 0) return undefined
  const list = whole.of === 'book' ? toContents(headings, question.question) : ''
  const room = charactersOf(limits) - list.length
  const found = within(passages, room).map((passage) => ({ ...passage, score: 0 }))
  const joined = joinPassages(found, [], { limit: mostSources, maxCharacters: room })
  return {
    ...toSources(joined, list ? [contentsSource(list, question.question)] : []),
    found,
  }
}

/** The first passages that there is room for, in reading order. */
function within(passages: Passage[], characters: number): Passage[] {
  let left = characters
  const kept = passages.filter(({ text }) => {
    left -= text.length
    return left >= 0
  })
  return kept.sort((a, b) => compare(a.source, b.source) || a.chunk_index - b.chunk_index)
}

const compare = (a: string, b: string) => Number(a > b) - Number(a < b)

/** The chapters by their parts; of a book in several languages, those in the reader's. */
function toContents(headings: Heading[], question: string): string {
  const language = detectLanguage(question)
  const own = headings.filter((heading) => heading.language === language)
  const shown = own.length >= leastShare * headings.length ? own : headings
  const parts = new Map<string, string[]>()
  for (const { part, title } of shown) parts.set(part, [...(parts.get(part) ?? []), title])
  const lines = [...parts].flatMap(([part, titles]) => [
    ...(part ? [`${part}:`] : []),
    ...titles.map((title) => `- ${title}`),
  ])
  return cut(lines)
}

/** As many whole lines as a source may have. */
function cut(lines: string[]): string {
  let characters = 0
  return lines
    .filter((line) => {
      characters += line.length + 1
      return characters <= contentsCharacters
    })
    .join('\n')
}

const contentsSource = (text: string, question: string) => ({
  passage_id: null,
  text,
  source: 'contents',
  url: '',
  part: '',
  part_number: 0,
  chapter: tableOfContents[languageOf(question)],
  section: '',
  score: 0,
  is_primary: false,
})
