import * as answering from '../../text/assets/answering.asset.ts'
import { lazily } from '../../text/lazily.ts'
import { anyPhrase } from '../../text/phrase-list.ts'

/** What a reader who says no more than this thinks of the answer before it. */
export type ClosingWords = 'thanks' | 'complaint'

const longestInWords = 20

const complaints = lazily(() => anyPhrase(answering.complaints))
const thanks = lazily(() => anyPhrase(answering.thanks))

/** Reads closing words; undefined for a question, and for whatever says more than that it is over. */
export function closingWords(text: string): ClosingWords | undefined {
  const said = text.trim()
  if (/[?？؟]/.test(said) || said.split(/\s+/).length > longestInWords) return undefined
  if (complaints().test(said)) return 'complaint'
  return thanks().test(said) ? 'thanks' : undefined
}
