import type pg from 'pg'
import { type MadePassage, makeBook } from '../../dev/made-book/passages.ts'
import { sourceOf, toRecord } from '../../dev/made-book/record.ts'
import { createVectors } from '../../dev/made-book/vectors.ts'
import {
  putPassages,
  removePassages,
  storedEmbeddings,
  storedOfPages,
} from '../../lib/ingest/write/stored-passages.ts'
import { type CpuFigures, costOf, figuresOf } from './backend-cpu.ts'
import { scansOf } from './explain.ts'

const written = 25
const rounds = 5

export interface StatementFigures {
  name: string
  cpuMs: CpuFigures
  scans: string[]
}

interface Piece {
  text: string
  params: unknown[]
}

/** What ingestion and parity ask of a database of that size. */
export async function measureStatements(
  client: pg.Client,
  pid: number,
  passages: number,
): Promise<StatementFigures[]> {
  const run = ({ text, params }: Piece) => client.query(text, params)
  const pages = firstPages(passages)
  const measured = async (name: string, all: Piece[][], shown: Piece[]) => {
    const costs: number[] = []
    for (const pieces of all)
      costs.push(
        await costOf(pid, async () => {
          for (const piece of pieces) await run(piece)
        }),
      )
    const scans: string[] = []
    for (const piece of shown) scans.push(...(await scansOf(client, piece)))
    return { name, cpuMs: figuresOf(costs), scans }
  }
  const ids = {
    text: 'select id::text, content_hash from documents where id >= $1 order by documents.id limit 1001',
    params: ['0'],
  }
  const writes = pages.map((page) => rewriting(page))
  const reads = pages.map(([first]) => [storedOfPages([sourceOf(first?.page ?? 0)])])
  return [
    await measured('what is stored of a page', reads, reads[0] ?? []),
    await measured('a page of ten written anew', writes, [storedEmbeddings([], false, 'made')]),
    await measured(
      'parity, a thousand ids',
      Array.from({ length: rounds }, () => [ids]),
      [ids],
    ),
    await measured(
      'parity, words counted again',
      [[{ text: 'select recount_lexemes()', params: [] }]],
      [],
    ),
  ]
}

function firstPages(passages: number): MadePassage[][] {
  const pages: MadePassage[][] = []
  for (const page of makeBook(Math.min(passages, written * 10)).pages()) pages.push(page)
  return pages
}

/** As an edit does: each passage has another text and vector, and one is gone. */
function rewriting(page: MadePassage[]): Piece[] {
  const vectors = createVectors(4)
  const records = page.map((passage) =>
    toRecord({ ...passage, text: `${passage.text} Changed since.` }, vectors.ofPassage(passage)),
  )
  const last = records.at(-1)
  return [putPassages(records, 'made'), ...removePassages(last ? [last.id] : [])]
}
