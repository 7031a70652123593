import * as z from 'zod/mini'
import { cleanText } from '../text/clean-text.ts'
import { type AskedEdition, chooseEditions, type Edition } from './editions.ts'

/** What Postgres' integer holds. */
const largestInteger = 2 ** 31 - 1

/** Only passages with each of these values; of tags, at least one. */
export const Filter = z.strictObject({
  part_number: z.optional(z.int().check(z.gte(0), z.lte(largestInteger))),
  category: z.optional(cleanText.check(z.maxLength(200))),
  intent: z.optional(cleanText.check(z.maxLength(200))),
  source: z.optional(cleanText.check(z.maxLength(500))),
  tags: z.optional(z.array(cleanText.check(z.maxLength(200))).check(z.maxLength(20))),
  /** A version of the book; pages of no version are of every one. */
  version: z.optional(cleanText.check(z.maxLength(100))),
  site: z.optional(cleanText.check(z.maxLength(100))),
})

export type Filter = z.infer<typeof Filter>

/** A group of readers, as pages, sources and identity tokens name it. */
export type Group = string

/**
 * What a reader may be answered from: the pages that pass the filter, of those that are for everybody or
 * for one of the reader's groups. Both legs, the reading of pages, and every key of a cache take this
 * and no plain filter, so that no route can forget who asks.
 */
export type ReaderFilter = Filter & {
  groups: readonly Group[] | 'all'
  /** The session whose token named the groups: once it is erased, they are nobody's. */
  groupsOf?: string
  /** Versions that do not answer, for the reader is in another, or nowhere and there are newer ones. */
  without?: { site: string; version: string }[]
  /** The version that the question names, where its reader is in another: the answer says so. */
  toldOf?: string
}

/** What anybody may be answered from. */
export const everybody: ReaderFilter = { groups: [] }

/** What the owner and the index's own measurements see: all pages. */
export const everything: ReaderFilter = { groups: 'all' }

/** What is known of whoever asks: the groups that their token names, and where they stand. */
export interface Reader extends AskedEdition {
  groups?: readonly Group[] | undefined
  /** The token's session, where nothing else asks whether it was erased. */
  groupsOf?: string | undefined
  /** The versions that there are. */
  editions: readonly Edition[]
}

/** The filter of whoever asks. A version that is asked for counts before the one that they stand in. */
export function readerFilter(
  filter: Filter | undefined,
  { groups = [], groupsOf, editions, ...asked }: Reader,
): ReaderFilter {
  const own = {
    ...filter,
    groups: [...new Set(groups)].sort(),
    ...(groups.length > 0 && groupsOf !== undefined && { groupsOf }),
  }
  if (own.version !== undefined) return own
  const { without, toldOf } = chooseEditions(editions, asked)
  return {
    ...own,
    ...(without.length > 0 && { without }),
    ...(toldOf !== undefined && { toldOf }),
  }
}

/** What a reader may read at all, whatever they filter by. */
export const readable = ({ groups, groupsOf }: ReaderFilter): ReaderFilter => ({
  groups,
  ...(groupsOf !== undefined && { groupsOf }),
})

/** What is left of a filter for whoever is of no group. */
export const asAnybody = ({ groupsOf: _, ...filter }: ReaderFilter): ReaderFilter => ({
  ...filter,
  groups: [],
})

/** The book that a reader is in: what they may read, of the site and version that they are on. */
export const scopeOf = ({ version, site, without, ...filter }: ReaderFilter): ReaderFilter => ({
  ...readable(filter),
  ...(without && { without }),
  ...(version !== undefined && { version }),
  ...(site !== undefined && { site }),
})

/** What tells one reader's filter from another's, in the key of whatever is kept of an answer. */
export const filterKey = ({ groupsOf: _, ...filter }: ReaderFilter): string =>
  JSON.stringify(
    Object.entries(filter)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : value])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  )
