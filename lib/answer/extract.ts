import type { Source } from '../chat/events.ts'
import { type Language, phrasesIn } from '../text/phrases.ts'

const shownPassages = 3
const shownCharacters = 500

/** What a reader is shown while the model is away: the best passages themselves, and that they are. */
export function extract(sources: Source[], language: Language): string {
  const quotes = sources
    .slice(0, shownPassages)
    .map(({ n, text }) => `${quoted(shortened(text))} [${n}]`)
  return [phrasesIn(language).extract, ...quotes].join('\n\n')
}

const quoted = (text: string) => text.replace(/^/gm, '> ')

function shortened(text: string): string {
  const plain = text
    .replace(/`{3,}[\s\S]*?(?:`{3,}|$)/g, '')
    .replaceAll('[', '\\[')
    .trim()
  if (plain.length <= shownCharacters) return plain
  return `${plain.slice(0, plain.lastIndexOf(' ', shownCharacters))} …`
}
