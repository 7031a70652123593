import { type Fragment, fragment } from './neon.ts'

/** Where a row stands in a list by (time, id): its time in microseconds since 1970. */
export interface RowPosition {
  time: string
  id: string
  idType: 'uuid' | 'bigint'
}

/** A row's time in microseconds, which a JavaScript date would cut to milliseconds. */
export const microseconds = (column: Fragment) =>
  fragment`(extract(epoch from ${column}) * 1000000)::bigint::text as position`

/** A position as a row's values of (time, id). */
export function rowAt({ time, id, idType }: RowPosition): Fragment {
  const moment = fragment`'epoch'::timestamptz + ${time}::float8 * interval '1 microsecond'`
  return idType === 'uuid'
    ? fragment`(${moment}, ${id}::uuid)`
    : fragment`(${moment}, ${id}::bigint)`
}
