import { createHash } from 'node:crypto'
import type { PassageRecord } from '../../lib/ingest/write/stored-passages.ts'
import type { MadePassage } from './passages.ts'

const parts = 20

export const sourceOf = (page: number) => `docs/Part-${page % parts}-part/${page}-page.md`

/** A made-up passage as ingestion writes it. */
export function toRecord(passage: MadePassage, vector: Float32Array): PassageRecord {
  const { page, chapter, section, chunkIndex, text } = passage
  const source = sourceOf(page)
  const hash = createHash('sha256').update(`${source}:${section}:${chunkIndex}`).digest()
  const part = `Part ${page % parts}`
  return {
    id: hash.readBigUInt64BE() & 0x7fff_ffff_ffff_ffffn,
    payload: {
      text,
      source,
      part,
      part_number: page % parts,
      chapter,
      section,
      chunk_index: chunkIndex,
      url: `https://docs.example/${page}-page#section-${chunkIndex}`,
      category: passage.category,
      // Tags that 5 %, 1 % and .1 % of the passages have.
      tags: [
        `twenty-${passage.shard % 20}`,
        `hundred-${passage.shard % 100}`,
        `thousand-${passage.shard}`,
      ],
      language: 'en',
      content_hash: hash.toString('hex'),
    },
    searchConfig: 'english',
    searchText: `${part} › ${chapter} › ${section}\n\n${text}`,
    vector: Array.from(vector, (value) => Number(value.toFixed(6))),
  }
}
