import * as z from 'zod/mini'
import { storable } from '../../text/storable.ts'
import type { RawFields } from './front-matter.ts'

/** How many groups a page may name, and how long their names may be. */
export const mostGroups = 20
export const longestGroup = 100

const name = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((value) => storable(String(value)).trim()),
)
const named = name.check(z.minLength(1), z.maxLength(longestGroup))

const Groups = z
  .pipe(
    z.union([
      z.array(z.unknown()),
      z.pipe(
        z.string(),
        z.transform((joined): unknown[] => joined.split(',')),
      ),
    ]),
    z.array(named),
  )
  .check(z.minLength(1), z.maxLength(mostGroups))

/**
 * The groups of readers that a page's fields name: all readers where there is no such field; 'nobody'
 * where it names none that can be read, for a page that was meant for some is not for everybody.
 */
export function groupsOf(raw: RawFields): string[] | 'nobody' | undefined {
  const field = Object.entries(raw).find(([key]) => key.toLowerCase() === 'groups')
  if (field === undefined) return undefined
  const groups = Groups.safeParse(field[1])
  return groups.success ? [...new Set(groups.data)].sort() : 'nobody'
}
