import type { Message } from './openrouter-schemas.ts'

/** What the model that is none answers: sentences from the prompt's passages, or a marker that says no. */
export function extractiveAnswer(messages: Message[]): string {
  const prompt = messages.map(({ content }) => content).join('\n')
  const [, first = ''] = prompt.match(/<passage n="1"[^>]*>\n([\s\S]*?)\n<\/passage>/) ?? []
  return first === '' ? 'NO_ANSWER' : `${first.split(/(?<=[.!?])\s/)[0]} [1]`
}
