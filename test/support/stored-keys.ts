import { handbook, quoted, sectionOf, tableRows } from './read-handbook.ts'

export const storedPage = 'handbook/Part-1-what-it-is/05-what-is-stored.md'

/** One row of the table of Redis keys: `{…}` in a key stands for any text. */
export interface StoredKey {
  written: string
  pattern: RegExp
  /** For how long at most; undefined for good. */
  seconds: number | undefined
}

const keysIn = (section: string): readonly StoredKey[] =>
  tableRows(sectionOf(handbook.get(storedPage) ?? '', section)).map(([key = '', , kept = '']) => {
    const [written = ''] = quoted(key)
    const seconds = /([\d,]+) s\b/.exec(kept)?.[1]?.replaceAll(',', '')
    const pattern = written
      .split(/\{[^}]+\}/)
      .map((fixed) => fixed.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.+')
    return {
      written,
      pattern: new RegExp(`^${pattern}$`),
      seconds: seconds === undefined ? undefined : Number(seconds),
    }
  })

export const storedKeys = keysIn('## In Redis')

/** Those that are there beside them where there is no Redis. */
const leanKeys = keysIn('## In the lean profile')

/** Throws, and says what to do, when Redis holds a key that the handbook's table does not know. */
export function requireKnownKeys(keys: readonly string[]) {
  const known = [...storedKeys, ...leanKeys]
  const unknown = keys.filter((key) => !known.some(({ pattern }) => pattern.test(key)))
  if (unknown.length === 0) return
  throw new Error(
    `Redis holds ${unknown.join(', ')}: add a row with the key, its content and how long it is kept to the table "In Redis" of ${storedPage}`,
  )
}
