import type pg from 'pg'
import type { Statement } from '../../lib/clients/neon.ts'

/** The lines of a statement's plan that read a whole table. */
export async function scansOf(
  client: pg.Client,
  { text, params }: Pick<Statement<unknown>, 'text' | 'params'>,
): Promise<string[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, params)
  return rows
    .map((row) => row['QUERY PLAN'].trim())
    .filter((line) => /Seq Scan on (?!search_configs|closed_days)/.test(line))
}
