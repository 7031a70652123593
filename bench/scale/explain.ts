import type pg from 'pg'
import type { Statement } from '../../lib/clients/neon.ts'

/** A table of fewer pages is read as fast as an index. */
const fewPages = 100

/** The lines of a statement's plan that read a whole table which is not small. */
export async function scansOf(
  client: pg.Client,
  { text, params }: Pick<Statement<unknown>, 'text' | 'params'>,
): Promise<string[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, params)
  const large = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relpages >= $1`,
    [fewPages],
  )
  const names = new Set(large.rows.map(({ name }) => name))
  return rows
    .map((row) => row['QUERY PLAN'].trim())
    .filter((line) => names.has(/Seq Scan on (\w+)/.exec(line)?.[1] ?? ''))
}
