import * as z from 'zod'
import type { LocalSuite } from '../../test/support/local-suite.ts'

const Rows = z.array(z.object({ content: z.string() }))

const forms = [
  (said: string) => `Is it true that ${said}?`,
  (said: string) => `Where does the book say that ${said}?`,
  (said: string) => `Why does it matter that ${said}?`,
  (said: string) => `Since when is it so that ${said}?`,
  (said: string) => `Who should know that ${said}?`,
  (said: string) => `What follows from this: ${said}?`,
  (said: string) => `How can I see for myself that ${said}?`,
]

/** As many different questions about the book, each about one of its sentences; fewer where it has too few. */
export async function questionsAbout(
  { sql }: Pick<LocalSuite, 'sql'>,
  count: number,
): Promise<string[]> {
  const rows = Rows.parse(await sql`select content from documents order by id`)
  const sentences = rows.flatMap(({ content }) => content.split(/(?<=[.!?])\s+|\n+/)).map(plain)
  const said = [...new Set(sentences)].filter((text) => /^[A-Z][^.?!]{50,160}\.$/.test(text))
  const lower = said.map((text) => `${text.charAt(0).toLowerCase()}${text.slice(1, -1)}`)
  return forms.flatMap((form) => lower.map(form)).slice(0, count)
}

const plain = (text: string) =>
  text
    .replace(/[`*_#[\]()>|]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
