import { endOfWord } from '../channels/split-text.ts'
import { type Block, escaped } from './html.ts'

/** Telegram's limit, which counts what is left when the tags are taken away. */
const maxCharacters = 4096

/**
 * Puts blocks into as few messages as hold them, in order. Tags are counted too, which is never too
 * little. A block that is too long for one message is cut at a line's or a word's end, without tags.
 */
export function splitIntoMessages(blocks: Block[]): string[] {
  const messages: string[] = []
  for (const html of blocks.flatMap(({ html, plain }) =>
    html.length <= maxCharacters ? [html] : cut(plain).map(escaped),
  )) {
    const last = messages.at(-1)
    const joined = last === undefined ? html : `${last}\n\n${html}`
    if (last === undefined || joined.length > maxCharacters) messages.push(html)
    else messages[messages.length - 1] = joined
  }
  return messages
}

function cut(text: string): string[] {
  const pieces: string[] = []
  for (let rest = text.trim(); rest !== ''; ) {
    let length = maxCharacters
    while (escaped(rest.slice(0, length)).length > maxCharacters) length = Math.floor(length * 0.9)
    const piece = length < rest.length ? rest.slice(0, endOfWord(rest, length)) : rest
    pieces.push(piece.trimEnd())
    rest = rest.slice(piece.length).trimStart()
  }
  return pieces
}
