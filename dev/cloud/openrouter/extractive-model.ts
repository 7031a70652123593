import { checkedPairs } from './checked-pairs.ts'
import type { Message } from './openrouter-schemas.ts'
import { pickUnits } from './pick-units.ts'
import { type PromptPassage, readPassage } from './read-passage.ts'
import { sayUnits } from './say-units.ts'

/**
 * What stands in for a language model: sentences, lists, tables and code of the prompt's own passages, with their markers,
 * or `NO_ANSWER` when none of them is about what is asked. A line `TASK: rewrite`, `TASK: summarise` or
 * `TASK: draft` or `TASK: check` in the system message asks for that instead.
 */
export function extractiveAnswer(messages: Message[]): string {
  const system = contentOf(messages.filter(({ role }) => role === 'system' || role === 'developer'))
  const prompt = messages.findLast(({ role }) => role === 'user')?.content ?? system
  switch (/^TASK: (\w+)/m.exec(system)?.[1]) {
    case 'rewrite':
      return rewritten(prompt, messages)
    case 'summarise':
      return firstSentences(prompt.replace(/<\/?[a-z_]+[^>]*>/g, '\n\n')).join(' ')
    case 'draft':
      return `The page would have to say: ${questionOf(prompt).split('\n')[0]}`
    case 'check':
      return checkedPairs(prompt)
    default:
      return answer(prompt, system)
  }
}

const contentOf = (messages: Message[]) => messages.map(({ content }) => content).join('\n')

function answer(prompt: string, system: string): string {
  const source = /<passage(?:-\w+)? n=/.test(prompt) ? prompt : `${system}\n${prompt}`
  const passages = passagesOf(source)
  const before = /<answer(?:-\w+)?>\n([\s\S]*?)\n<\/answer(?:-\w+)?>/.exec(prompt)?.[1]
  if (before !== undefined) return revised(before, questionOf(prompt))
  if (system.includes('asks for an overview')) return overview(passages)
  const said = sayUnits(pickUnits(`${questionOf(prompt)}\n${pastedError(prompt)}`, passages))
  return said || explainedSelection(source, passages) || noAnswer
}

/** How the first passages begin. */
const overview = (passages: PromptPassage[]) =>
  passages
    .slice(0, 5)
    .flatMap(({ n, text }) =>
      readPassage(text)
        .slice(0, 1)
        .map((unit) => ({ n, position: 0, unit })),
    )
    .map((picked) => sayUnits([picked]))
    .join('\n\n') || noAnswer

// Without a language model an answer can be made shorter, and otherwise only be said again.
const revised = (before: string, question: string) =>
  /short|brief|kürzer|court|corto|短/i.test(question)
    ? (/^[^\n]*?[.!?。](?: ?\[\d+\])*(?=\s|$)/.exec(before)?.[0] ?? before)
    : before

const noAnswer = 'NO_ANSWER'

function passagesOf(prompt: string): PromptPassage[] {
  const passage = /^<passage(?:-\w+)? n="(\d+)"([^\n]*)>\n([\s\S]*?)\n<\/passage(?:-\w+)?>$/gm
  return [...prompt.matchAll(passage)].map(([, n = '', attributes = '', text = '']) => ({
    n: Number(n),
    chapter: /\bchapter="([^"]*)"/.exec(attributes)?.[1] ?? '',
    section: /\bsection="([^"]*)"/.exec(attributes)?.[1] ?? '',
    text,
  }))
}

function questionOf(prompt: string): string {
  const tagged = [...prompt.matchAll(/<question(?:-\w+)?>\n([\s\S]*?)\n<\/question(?:-\w+)?>/g)].at(
    -1,
  )
  return (tagged?.[1] ?? prompt).trim()
}

// "What does this mean?" is asked of the first line of what was pasted.
const pastedError = (prompt: string) => /<attachment(?:-\w+)?>\n(.{0,300})/.exec(prompt)?.[1] ?? ''

// "Explain this" has no word to look for: what is meant is the selection itself.
function explainedSelection(prompt: string, passages: PromptPassage[]): string | undefined {
  const [first] = passages
  if (!/<selection(?:-\w+)?>/.test(prompt) || first === undefined) return undefined
  const sentences = firstSentences(first.text)
  return sentences.map((sentence) => `${sentence} [${first.n}]`).join(' ') || undefined
}

const firstSentences = (text: string) =>
  readPassage(text)
    .flatMap((unit) => (unit.kind === 'sentence' ? [unit.text] : []))
    .slice(0, 2)

function rewritten(prompt: string, messages: Message[]): string {
  const question = questionOf(prompt.replace(/<history(?:-\w+)?>[\s\S]*?<\/history(?:-\w+)?>/, ''))
  const lines =
    /<history(?:-\w+)?>([\s\S]*?)<\/history(?:-\w+)?>/.exec(prompt)?.[1]?.trim().split('\n') ?? []
  const asked = lines
    .map((line) => /^\W*(?:user|reader|question|q)\W*:\W*(.+)$/i.exec(line)?.[1])
    .filter((line) => line !== undefined)
  const earlier = messages.filter(({ role }) => role === 'user').slice(0, -1)
  const previous =
    asked.at(-1) ?? lines.findLast((line) => line.endsWith('?')) ?? earlier.at(-1)?.content
  return previous === undefined ? question : `${previous.trim()} ${question}`
}
