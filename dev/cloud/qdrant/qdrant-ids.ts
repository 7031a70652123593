import { exactInteger } from './lossless-json.ts'
import type { PointId } from './qdrant-schemas.ts'

/** An id as the text it is stored under, which sorts as Qdrant sorts: integers by value, then UUIDs. */
export function toStoredId(id: PointId): string {
  if (typeof id !== 'string') return `n${`${id}`.padStart(20, '0')}`
  const hex = id.toLowerCase().replaceAll('-', '')
  return `u${hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`
}

/** The id that was stored, as it is written in a reply. */
export function fromStoredId(stored: string): unknown {
  return stored.startsWith('n')
    ? exactInteger(stored.slice(1).replace(/^0+(?=\d)/, ''))
    : stored.slice(1)
}
