import { createFenceTracker } from '../../text/markdown/fence.ts'

/** What an author wrote in sentences: no code, no addresses, no tables of figures. */
export function proseOf(passages: readonly { text: string }[]): string {
  const isCode = createFenceTracker()
  const lines = passages.flatMap(({ text }) => text.split('\n'))
  return lines
    .filter((line) => !isCode(line) && !/^ {4}/.test(line))
    .join('\n')
    .replace(/`[^`\n]*`/g, ' ')
    .replace(/\]\([^()\n]*\)/g, ' ')
    .replace(/\bhttps?:\S+/g, ' ')
}
