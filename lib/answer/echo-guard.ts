import type { Message } from '../clients/openrouter.ts'

/** So many characters of a line of the rules are the rules, and no answer that happens to say the same. */
const telling = 40

const fences = ['<passage-', '<selection-', '<attachment-', '<history-', '<memory-', '<question-']

/**
 * Lets a reply's text through as it streams until it repeats the prompt: a line of the rules, or, at
 * its beginning, the fences that the passages stand in. From there on nothing is let through.
 */
export function createEchoGuard(messages: Message[]) {
  const rules = messages
    .filter(({ role }) => role === 'system')
    .flatMap(({ content }) => content.split('\n'))
    .map((line) => line.replace(/^[-\s]+/, '').slice(0, telling))
    .filter((line) => line.length === telling)
  let held = ''
  let tail = ''
  let isBegun = false
  let isEcho = false

  function settle(isEnd: boolean): string {
    if (!isBegun) {
      const head = held.trimStart()
      isEcho = fences.some((fence) => head.startsWith(fence))
      const mayBeEcho = [...rules, ...fences].some((beginning) => beginning.startsWith(head))
      if (isEcho || (mayBeEcho && !isEnd)) return ''
      isBegun = true
    }
    tail += held
    isEcho = rules.some((rule) => tail.includes(rule))
    const text = isEcho ? '' : held
    tail = tail.slice(-telling)
    held = ''
    return text
  }

  return {
    /** The part of the text so far that is no prompt. */
    push(chunk: string): string {
      if (isEcho) return ''
      held += chunk
      return settle(false)
    },

    /** What was held back, when the stream has ended. */
    end: (): string => (isEcho ? '' : settle(true)),

    /** Whether the prompt is being repeated. */
    get isEcho(): boolean {
      return isEcho
    },
  }
}
