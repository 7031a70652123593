import { bookSentences } from '../../test/support/book-sentences.ts'
import type { LocalSuite } from '../../test/support/local-suite.ts'

const forms = [
  (said: string) => `Is it true that ${said}?`,
  (said: string) => `Where does the book say that ${said}?`,
  (said: string) => `Why does it matter that ${said}?`,
  (said: string) => `Since when is it so that ${said}?`,
  (said: string) => `Who should know that ${said}?`,
  (said: string) => `What follows from this: ${said}?`,
  (said: string) => `How can I see for myself that ${said}?`,
]

// Once each form has been asked of each sentence, the questions begin anew in other words.
const openings = ['', 'My teacher wants to know: ', 'For my thesis: ']

/** As many different questions about the book, each about one of its sentences; fewer where it has too few. */
export async function questionsAbout(
  local: Pick<LocalSuite, 'sql'>,
  count: number,
): Promise<string[]> {
  const said = await bookSentences(local)
  const lower = said.map((text) => `${text.charAt(0).toLowerCase()}${text.slice(1, -1)}`)
  const asked = forms.flatMap((form) => lower.map(form))
  return openings.flatMap((opening) => asked.map((question) => opening + question)).slice(0, count)
}
