import type { Message } from './openrouter-schemas.ts'
import { type PromptPassage, pickSentences } from './sentence-ranking.ts'
import { splitSentences } from './sentences.ts'

/**
 * What stands in for a language model: sentences of the prompt's own passages, each with its marker,
 * or `NO_ANSWER` when none of them has a word of the question. A line `TASK: rewrite` or
 * `TASK: summarise` in the system message asks for that instead.
 */
export function extractiveAnswer(messages: Message[]): string {
  const system = contentOf(messages.filter(({ role }) => role === 'system' || role === 'developer'))
  const prompt = messages.findLast(({ role }) => role === 'user')?.content ?? system
  switch (/^TASK: (\w+)/m.exec(system)?.[1]) {
    case 'rewrite':
      return rewritten(prompt, messages)
    case 'summarise':
      return splitSentences(prompt.replace(/<\/?[a-z_]+[^>]*>/g, '\n'))
        .slice(0, 2)
        .join(' ')
    default:
      return answer(prompt, system)
  }
}

const contentOf = (messages: Message[]) => messages.map(({ content }) => content).join('\n')

function answer(prompt: string, system: string): string {
  const source = prompt.includes('<passage n=') ? prompt : `${system}\n${prompt}`
  const passages = passagesOf(source)
  const picked = pickSentences(questionOf(prompt), passages)
  const marked = picked.map(({ sentence, n }) => `${sentence} [${n}]`)
  if (marked.length > 0 && !asksForAbsentNumber(prompt, marked)) return marked.join(' ')
  return explainedSelection(source, passages) ?? 'NO_ANSWER'
}

// Whoever asks for a number is not answered by sentences without one of its kind.
function asksForAbsentNumber(prompt: string, sentences: string[]): boolean {
  const question = questionOf(prompt)
  const wanted = numbers.find(({ asked }) => asked.test(question))
  const plain = sentences.map((sentence) => sentence.replace(/\[\d+\]/g, ''))
  return wanted !== undefined && !plain.some((sentence) => wanted.given.test(sentence))
}

const words = 'no|one|two|three|four|five|six|seven|eight|nine|ten|twelve|hundred'
const numbers = [
  { asked: /\bhow many\b/i, given: new RegExp(`\\d|\\b(?:${words})\\b`, 'i') },
  { asked: /\b(?:which|what) port\b/i, given: /\b\d{2,5}\b/ },
  { asked: /\b(?:which|what) year\b/i, given: /\b[12]\d{3}\b/ },
  { asked: /\b(?:which|what) (?:version|number)\b/i, given: /\d/ },
]

function passagesOf(prompt: string): PromptPassage[] {
  const passage = /^<passage n="(\d+)"([^\n]*)>\n([\s\S]*?)\n<\/passage>$/gm
  return [...prompt.matchAll(passage)].map(([, n = '', attributes = '', text = '']) => ({
    n: Number(n),
    heading: [...attributes.matchAll(/="([^"]*)"/g)].map(([, value]) => value).join(' '),
    text,
  }))
}

function questionOf(prompt: string): string {
  const tagged = [...prompt.matchAll(/<question>\n?([\s\S]*?)\n?<\/question>/g)].at(-1)
  return (tagged?.[1] ?? prompt).trim()
}

// "Explain this" has no word to look for: what is meant is the selection itself.
function explainedSelection(prompt: string, passages: PromptPassage[]): string | undefined {
  const [first] = passages
  if (!prompt.includes('<selection>') || first === undefined) return undefined
  const sentences = splitSentences(first.text).slice(0, 2)
  return sentences.map((sentence) => `${sentence} [${first.n}]`).join(' ') || undefined
}

function rewritten(prompt: string, messages: Message[]): string {
  const question = questionOf(prompt.replace(/<history>[\s\S]*?<\/history>/, ''))
  const lines = /<history>([\s\S]*?)<\/history>/.exec(prompt)?.[1]?.trim().split('\n') ?? []
  const asked = lines
    .map((line) => /^\W*(?:user|reader|question|q)\W*:\W*(.+)$/i.exec(line)?.[1])
    .filter((line) => line !== undefined)
  const earlier = messages.filter(({ role }) => role === 'user').slice(0, -1)
  const previous =
    asked.at(-1) ?? lines.findLast((line) => line.endsWith('?')) ?? earlier.at(-1)?.content
  return previous === undefined ? question : `${previous.trim()} ${question}`
}
