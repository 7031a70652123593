interface Passage {
  n: number
  text: string
}

/**
 * What is broken in an answer that is made of its sources' own words: a piece that is not in its
 * source or begins or ends in the middle of a sentence, code that nothing closes, a table without
 * its header. Undefined where nothing is.
 */
export function garbled(answer: string, sources: Passage[]): string | undefined {
  const fences = answer.match(/^(?:```|~~~)/gm)?.length ?? 0
  if (fences % 2 === 1) return 'a fence is open'
  const prose = answer.replace(/^(```|~~~)[\s\S]*?^\1\s*$/gm, '\n')
  if ((prose.match(/`/g)?.length ?? 0) % 2 === 1) return 'a code span is open'
  const rows = prose.match(/(?:^\|.*$\n?)+/gm) ?? []
  if (rows.some((table) => !/^\|.*\n\|(?:\s*:?-+:?\s*\|)+/.test(table)))
    return 'a table has no header'
  return piecesOf(prose).find(({ text, n }) => {
    const source = sources.find((each) => each.n === n)
    return source === undefined || !isWhole(text, squeezed(source.text))
  })?.text
}

/** Each stretch that a marker ends, without list marks and the cells' last bar. */
function piecesOf(prose: string): { text: string; n: number }[] {
  return prose.split('\n').flatMap((line) => {
    // What looks like a marker inside a code span is none.
    const pieces = [...line.matchAll(/((?:`[^`]*`|[^`])*?)\s*\[(\d+)\](?: \|$)?/g)]
    return pieces.map(([, text = '', n]) => ({
      text: squeezed(text.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, '')),
      n: Number(n),
    }))
  })
}

function isWhole(piece: string, source: string): boolean {
  for (let at = source.indexOf(piece); at >= 0; at = source.indexOf(piece, at + 1)) {
    const before = source.slice(0, at).trimEnd()
    const after = source.slice(at + piece.length)
    const begins = before === '' || /[.!?:;…|`>)*\-"”]$|\d[.)]$/.test(before)
    if (begins && (/^(?:\s|$)/.test(after) || after.trimStart().startsWith('|'))) return true
  }
  return piece === ''
}

const squeezed = (text: string) =>
  text
    .replace(/!?\[([^\][]*)\]\((?!https?:)[^()\s]*\)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
