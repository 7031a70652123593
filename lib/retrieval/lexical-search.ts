import * as z from 'zod/mini'
import { readable, scopeOf } from '../chat/filter.ts'
import type { Passage } from '../chat/passage.ts'
import type { Question } from '../chat/question.ts'
import { type Neon, sql } from '../clients/neon.ts'
import { foundBytes, usualBytes } from '../clients/wire/bounded-reply.ts'
import { type LexicalHit, lexical } from './lexical.ts'
import { pointsToPage } from './overview/asked-overview.ts'
import { pagePassages } from './overview/overview-rows.ts'
import type { Standalone } from './standalone.ts'

const Id = z.object({ id: z.string() })
const Session = z.object({ status: z.string() })

/** How many passages the search by words gives. */
export const lexicalCandidates = 30

/** What one trip to Neon knows of a question. */
export interface LexicalSearch {
  /** Passages that hold words of the question, best first. */
  hits: LexicalHit[]
  /** What stands before and after the best of them in the same section. */
  beside: Passage[]
  /** The passages of the page the reader is on, in reading order. */
  page: Passage[]
  /** Passages that hold words of the selection, best first. */
  aroundSelection: Passage[]
  /** Ids of passages that are gone, though a vector store may still hold them. */
  removed: Set<string>
  sessionStatus: string | undefined
}

/** The lexical leg, and all else that Neon knows of a question, in one request. */
export async function searchLexically(
  neon: Neon,
  question: Question,
  { question: meant, searchFor }: Standalone,
  limit: number,
  signal: AbortSignal,
): Promise<LexicalSearch> {
  const { selected_text: selection, page, filter } = question
  const isOnPage = page && (selection || pointsToPage(question))
  const [removed, sessions, hits, ...more] = await neon.transaction(
    [
      sql(Id)`select id::text from removed_documents limit 10000`,
      sql(Session)`select status from sessions where id = ${question.session_id}`,
      lexical(searchFor, filter, limit, meant),
      // What is not asked for is not sent either: planning a statement is half of its cost.
      ...(selection ? [lexical(selection, scopeOf(filter), limit)] : []),
      ...(isOnPage ? [pagePassages(page.path, readable(filter))] : []),
    ],
    { signal, readOnly: true, mostBytes: isOnPage ? usualBytes : foundBytes },
  )
  return {
    hits: hits.filter((hit) => hit.rank !== null),
    beside: hits.filter((hit) => hit.rank === null),
    page: (isOnPage && more.at(-1)) || [],
    aroundSelection: (selection && more[0]) || [],
    removed: new Set(removed.map((row) => row.id)),
    sessionStatus: sessions[0]?.status,
  }
}
