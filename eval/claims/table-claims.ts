import type { ClaimCase } from './case.ts'

const longestCell = 40

interface Table {
  header: string[]
  rows: string[][]
}

/** Cells of a passage's tables as statements, each true of its own row and false of another. */
export function tableClaims(article: string, passage: string, random: () => number): ClaimCase[] {
  return tablesOf(passage).flatMap(({ header, rows }) => {
    const column = 1 + Math.floor(random() * (header.length - 1))
    const name = plain(header[column] ?? '')
    const usable = rows.filter((row) => isShort(row[0]) && isShort(row[column]))
    const row = usable[Math.floor(random() * usable.length)]
    if (!row || !name) return []
    const key = plain(row[0] ?? '')
    const value = plain(row[column] ?? '')
    const wrong = usable.map((other) => plain(other[column] ?? '')).find((other) => other !== value)
    const claim = (said: string) => `For ${key}, the ${name} is ${said}.`
    const base = { article, passage }
    return [
      { ...base, kind: 'cells of a table', claim: claim(value), isTrue: true },
      ...(wrong === undefined
        ? []
        : [{ ...base, kind: 'cells of another row', claim: claim(wrong), isTrue: false }]),
    ]
  })
}

function tablesOf(text: string): Table[] {
  const blocks = text.match(/(?:^\|.*\|[ \t]*\n?){3,}/gm) ?? []
  return blocks.flatMap((block) => {
    const [header, rule, ...rows] = block.trim().split('\n').map(cellsOf)
    if (!header || header.length < 2 || !rule?.every((cell) => /^:?-+:?$/.test(cell))) return []
    return [{ header, rows: rows.filter((row) => row.length === header.length) }]
  })
}

const cellsOf = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())

const plain = (cell: string) => cell.replace(/\*\*/g, '').trim()

const isShort = (cell = '') => plain(cell).length > 0 && plain(cell).length <= longestCell

const parts = 'TIMEOUT LIMIT CACHE NEON REDIS QUEUE RETRY MODEL INDEX PAGE UPLOAD TOKEN'.split(' ')

/** Made-up settings, two to four in a sentence, and claims with the value of one of the others. */
export function settingClaims(count: number, random: () => number): ClaimCase[] {
  const pick = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)]
  return Array.from({ length: count }, (_, index) => {
    const keys = [
      ...new Set(Array.from({ length: 4 }, () => `${pick(parts)}_${pick(parts)}_MS`)),
    ].slice(0, 2 + Math.floor(random() * 3))
    const values = keys.map((_, place) => (place + 1) * 1000 + Math.floor(random() * 9) * 100)
    const told = keys.map(
      (key, place) => `${key} ${index % 2 ? 'is' : 'defaults to'} ${values[place]}`,
    )
    const passage = `The defaults suit most sites. ${told.slice(0, -1).join(', ')} and ${told.at(-1)}.`
    const isTrue = index % 4 < 2
    const at = Math.floor(random() * keys.length)
    const value = values[isTrue ? at : (at + 1) % keys.length]
    return {
      kind: isTrue ? 'settings' : 'settings: value of another',
      article: `settings ${index}`,
      passage,
      claim: `${keys[at]} is ${value}.`,
      isTrue: isTrue || keys.length === 1,
    }
  })
}
