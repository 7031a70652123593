import type pg from 'pg'
import { putPassages } from '../../lib/ingest/write/stored-passages.ts'
import { asBinaryArray } from './binary-vectors.ts'
import { type MadePassage, makeBook } from './passages.ts'
import { toRecord } from './record.ts'
import { createVectors } from './vectors.ts'

const passagesAtOnce = 500
const keptOneIn = 37

/**
 * Fills a database with a made-up book and gives every 37th passage back. All that is derived of the
 * passages, their indexes and the counts of their words, is made at the end, in one go.
 */
export async function fill(client: pg.Client, passages: number): Promise<MadePassage[]> {
  await client.query("set maintenance_work_mem = '1GB'")
  await client.query('set max_parallel_maintenance_workers = 4')
  await client.query('alter table documents disable trigger user')
  const indexes = await dropIndexes(client)
  const kept = await insert(client, passages)
  for (const definition of indexes) await client.query(definition)
  await client.query('alter table documents enable trigger user')
  await client.query('select recount_lexemes()')
  await client.query('vacuum analyze')
  return kept
}

/** Drops all but the primary key's index; gives the statements that make them again. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index where indrelid = 'documents'::regclass and not indisprimary`)
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}

async function insert(client: pg.Client, passages: number): Promise<MadePassage[]> {
  const { rows } = await client.query<{ oid: number }>(`select 'vector'::regtype::oid::int as oid`)
  const vectorType = rows[0]?.oid ?? 0
  const vectors = createVectors()
  const kept: MadePassage[] = []
  let waiting: MadePassage[] = []
  let seen = 0
  const write = async () => {
    // The vectors go as bytes: their digits would take Postgres and us most of the time.
    const records = waiting.map((passage) => toRecord(passage, new Float32Array()))
    const { text, params } = putPassages(records, 'made')
    const made = waiting.map((passage) => vectors.ofPassage(passage))
    waiting = []
    const bytes = asBinaryArray(made, vectorType)
    await client.query(
      text,
      params.map((param) => (isVectors(param) ? bytes : param)),
    )
  }
  for (const page of makeBook(passages).pages()) {
    for (const passage of page) if (seen++ % keptOneIn === 0) kept.push(passage)
    waiting.push(...page)
    if (waiting.length >= passagesAtOnce) await write()
  }
  if (waiting.length > 0) await write()
  return kept
}

const isVectors = (param: unknown) => typeof param === 'string' && param.startsWith('{"[')
