/**
 * Values as PostgreSQL writes them in text, and reads them: the same as the `pg` driver gives, for the
 * types of our tables. What has no reader here stays the text it is, as `bigint`, `numeric` and `vector` do.
 */

type Reader = (text: string) => unknown

const readBoolean: Reader = (text) => text === 't'
const readJson: Reader = (text) => JSON.parse(text) as unknown

// Postgres writes "2026-01-02 03:04:05.123456+00"; ISO 8601 wants a T and minutes behind the hours.
const readInstant: Reader = (text) =>
  new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
const readLocalTime: Reader = (text) => new Date(`${text.replace(' ', 'T')}Z`)

const arrayOf =
  (read: Reader): Reader =>
  (text) =>
    readArray(text, read)
const readText: Reader = (text) => text

// Object ids of types: pg_type.dat of PostgreSQL's sources, the same in every version.
const readers: Record<number, Reader> = {
  16: readBoolean,
  21: Number,
  23: Number,
  26: Number,
  114: readJson,
  199: arrayOf(readJson),
  700: Number,
  701: Number,
  1000: arrayOf(readBoolean),
  1005: arrayOf(Number),
  1007: arrayOf(Number),
  1009: arrayOf(readText),
  1015: arrayOf(readText),
  1016: arrayOf(readText),
  1021: arrayOf(Number),
  1022: arrayOf(Number),
  1114: readLocalTime,
  1184: readInstant,
  2951: arrayOf(readText),
  3802: readJson,
  3807: arrayOf(readJson),
}

/** What reads a column of the type with this object id. */
export const readerOf = (typeId: number): Reader => readers[typeId] ?? readText

/** One dimension of an array: `{a,"b \"c\"",NULL}`. */
function readArray(text: string, read: Reader): unknown[] {
  const elements = text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gsu)
  return [...elements].map(([, quoted, bare = '']) => {
    if (quoted !== undefined) return read(quoted.replace(/\\(.)/gsu, '$1'))
    return bare === 'NULL' ? null : read(bare)
  })
}

/** A parameter as Postgres reads it: its text, or null. Objects go as JSON, lists as arrays. */
export function parameterText(value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return `{${value.map(elementText).join(',')}}`
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function elementText(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(elementText).join(',')}}`
  const text = parameterText(value)
  return text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`
}
