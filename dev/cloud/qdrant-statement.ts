import type { PGlite, Transaction } from '@electric-sql/pglite'
import { queryAsText } from './postgres.ts'

export type Session = PGlite | Transaction

/** Collects a statement's parameters while its text is put together. */
export function createBinder() {
  const params: string[] = []
  return {
    params,
    bind: (value: string) => `$${params.push(value)}`,
  }
}

/** Runs one statement; every value comes as Postgres' text, and NULL as an empty text. */
export async function rows(session: Session, query: string, params: string[] = []) {
  const results = await queryAsText(session, query, params)
  return results.rows.map((row) => row.map((value) => value ?? ''))
}
