import * as z from 'zod'
import type { LocalSuite } from './local-suite.ts'

const Rows = z.array(z.object({ content: z.string() }))

/** The sentences of the ingested book that say something in a line, each once, without Markdown. */
export async function bookSentences({ sql }: Pick<LocalSuite, 'sql'>): Promise<string[]> {
  const rows = Rows.parse(await sql`select content from documents order by id`)
  const lines = rows.flatMap(({ content }) => content.split(/(?<=[.!?])\s+|\n+/)).map(plain)
  return [...new Set(lines.filter((line) => /^[A-Z][^.]{50,160}\.$/.test(line)))]
}

const plain = (text: string) =>
  text
    .replace(/[`*_#[\]()>|]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
