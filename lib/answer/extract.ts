import type { Source } from '../chat/events.ts'
import { withoutFences } from '../text/markdown/fence.ts'
import { type Language, phrasesIn } from '../text/phrases.ts'

const shownPassages = 3
const shownCharacters = 500

/** Why a reader is shown passages: the model is away, or the budget of the day is spent. */
export type WhyExtract = 'model' | 'budget'

/**
 * What a reader is shown in place of an answer: the best passages themselves, and that they are. Those
 * that hold most of the `own` words of a follow-up go first: others answer the question before it.
 */
export function extract(
  sources: Source[],
  language: Language,
  why: WhyExtract,
  own: string[] = [],
): string {
  const held = ({ section, text }: Source) => {
    const words = `${section} ${text}`.toLowerCase()
    return own.filter((word) => words.includes(word)).length
  }
  const quotes = sources
    .toSorted((a, b) => held(b) - held(a))
    .slice(0, shownPassages)
    .map(({ n, text }) => `${quoted(shortened(text))} [${n}]`)
  const said = phrasesIn(language)
  return [why === 'budget' ? said.budget : said.extract, ...quotes].join('\n\n')
}

const quoted = (text: string) => text.replace(/^/gm, '> ')

function shortened(text: string): string {
  const plain = withoutFences(text).replaceAll('[', '\\[').trim()
  if (plain.length <= shownCharacters) return plain
  return `${plain.slice(0, plain.lastIndexOf(' ', shownCharacters))} …`
}
