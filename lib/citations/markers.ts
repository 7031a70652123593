import { isIndex } from './citation-forms.ts'

/** A place where an answer cites source `n`: its marker `[n]`, from `start` up to `end` (UTF-16). */
export interface Marker {
  n: number
  start: number
  end: number
}

/**
 * The citation markers of an answer, in order. What stands in code, an index such as `items[1].name`
 * and a closing list of references cite nothing.
 */
export function markers(answer: string): Marker[] {
  const text = withoutCode(answer)
  const listStart = closingList.exec(text)?.index ?? text.length
  return [...text.matchAll(/(?<!\\)\[(\d{1,3})\](?!\()/g)]
    .map(({ 0: marker, 1: n, index }) => ({
      n: Number(n),
      start: index,
      end: index + marker.length,
    }))
    .filter(({ start }) => start < listStart && !isIndex(text.slice(0, start), text.slice(start)))
}

// A short line such as `Sources:` or `**Quellen**`, and then nothing but lines that begin with a marker.
const closingList =
  /(?<=^|\n)[#>*_\s]{0,6}[^\n.!?[\]]{2,30}[:*_]{1,4}[ \t]*\n\s*(?:(?:[-*+] |\d{1,3}[.)] )?\[\d{1,3}\][^\n]*\n?\s*)+$/u

const withoutCode = (text: string) =>
  text.replace(/(`{3,}|(?<=^ *)~{3,})[\s\S]*?(?:\1|$(?![\s\S]))|`[^`\n]+`/gm, (code) =>
    code.replaceAll('[', ' '),
  )
