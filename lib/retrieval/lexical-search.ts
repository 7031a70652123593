import * as z from 'zod/mini'
import { Passage } from '../chat/passage.ts'
import type { Question } from '../chat/question.ts'
import { type Neon, sql } from '../clients/neon.ts'
import { type LexicalHit, lexical } from './lexical.ts'
import { columns } from './passage-columns.ts'
import type { Standalone } from './standalone.ts'

const Id = z.object({ id: z.string() })
const Session = z.object({ status: z.string() })
const maxPagePassages = 200

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
  const { selected_text: selection, page } = question
  const [removed, sessions, hits, around = [], onPage = []] = await neon.transaction(
    [
      sql(Id)`select id::text from removed_documents limit 10000`,
      sql(Session)`select status from sessions where id = ${question.session_id}`,
      lexical(searchFor, question.filter ?? {}, limit, meant),
      // What is not asked for is not sent either: planning a statement is half of its cost.
      ...(selection ? [lexical(selection, {}, limit)] : []),
      ...(selection && page ? [pagePassages(page.path)] : []),
    ],
    { signal, readOnly: true },
  )
  return {
    hits: hits.filter((hit) => hit.rank !== null),
    beside: hits.filter((hit) => hit.rank === null),
    page: onPage,
    aroundSelection: around,
    removed: new Set(removed.map((row) => row.id)),
    sessionStatus: sessions[0]?.status,
  }
}

function pagePassages(path: string) {
  const bare = path.replace(/[?#].*$/, '').replace(/\/+$/, '')
  return sql(Passage)`
    select ${columns} from documents d
    where d.source = (
      select source_path from chapters
      where ${bare} <> '' and (source_path = ${bare} or right(rtrim(url, '/'), length(${bare})) = ${bare})
      order by length(url) limit 1)
    order by d.chunk_index limit ${maxPagePassages}`
}
