import { contentWords } from '../../text/words.ts'
import { looksLikeFollowUp } from '../follow-up.ts'

const mostLines = 3
const lineCharacters = 300
const bareWords = 3

// A frame of a stack trace, in the forms of the common languages, or a line that points at a column.
const frame =
  /^\s*(?:at\s|\.{3} \d+ more|File "|from \S+:\d+|#\d+\s|\d+:\s|goroutine \d|\S*[\\/]\S+:\d+|\S+@\S+:\d+|\S+\(\S*:\d+\)|[\^~|\s-]+$|-->|Traceback|stack ?trace|Stack:)/i

// What an error begins with or is marked by, and the weaker words that a line about a failure has.
const says =
  /^\W*(?:\S*(?:error|exception|panic|fault)\b|fatal|panic|caused by|abort|npm ERR!|thread .{1,80} panicked|Fehler|Erreur|Échec|错误|失败)|\b(?:ERROR|FATAL|CRITICAL|SEVERE|PANIC)\b|\berror(?:\[\w+\])?:/i
const hints =
  /\b(?:errors?|failed|failure|cannot|can't|could not|unable|denied|refused|not found|undefined|unexpected|invalid|timed? ?out|missing|unknown|unsupported|warn(?:ing)?|fehlgeschlagen|nicht gefunden|échoué|introuvable|falló|no encontrado)\b|错误|失败|找不到/i

/**
 * The lines of a pasted text that say what went wrong, for the search: the first and the last that
 * look like an error, and what the last is told to be caused by; no frames, dates or addresses. Empty
 * where nothing did.
 */
export function tellingLines(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.slice(0, lineCharacters * 2))
    .filter((line) => line.trim() !== '' && !frame.test(line))
  const errors = lines.filter((line) => says.test(line))
  const candidates = errors.length > 0 ? errors : lines.filter((line) => hints.test(line))
  const causes = candidates.filter((line) => /caused by/i.test(line))
  const telling = [candidates[0], causes.at(-1), candidates.at(-1)].flatMap((line) =>
    line === undefined ? [] : [withoutNoise(line)],
  )
  return [...new Set(telling)].filter(Boolean).slice(0, mostLines).join('\n')
}

/** What to search for with a question that came with pasted text, and what it asks by itself. */
export function withAttached(question: string, text: string) {
  const lines = tellingLines(text) || beginning(text, question)
  const searchFor = [question, lines].filter(Boolean).join('\n')
  return { question: asksNothingAlone(question) ? searchFor : question, searchFor }
}

/** "What does this mean?" is about what was pasted, and about nothing without it. */
const asksNothingAlone = (question: string) =>
  contentWords(question).length < bareWords || looksLikeFollowUp(question)

/** How a text begins that tells of no failure, where the question says nothing itself. */
const beginning = (text: string, question: string) =>
  asksNothingAlone(question) ? withoutNoise(text.replace(/\s+/g, ' ').slice(0, lineCharacters)) : ''

/** A line without what is of this one occurrence: dates, addresses, identifiers, folders. */
const withoutNoise = (line: string) =>
  line
    .replace(/\d{4}-\d\d-\d\d[T ]?[\d:.,]*(?:Z|[+-]\d\d:?\d\d)?|\b\d\d:\d\d:\d\d[.,\d]*/g, ' ')
    .replace(/\b0x[\da-f]+\b|\b[\da-f]{8}-[\da-f-]{27}\b|\b[\da-f]{16,}\b/gi, ' ')
    .replace(/(?:[A-Za-z]:)?(?:[\\/][\w.@-]+)+[\\/](?=[\w.@-])/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, lineCharacters)
