import * as z from 'zod/mini'

/** The newest that a source has, as it said itself. */
export const Look = z.object({
  looked_at: z.iso.datetime(),
  /** The commit, or the latest `lastmod`, of what was indexed then. */
  compared_with: z.optional(z.string()),
  commit: z.optional(z.string()),
  subject: z.optional(z.string()),
  /** When it was last changed: the commit's date, or the latest `lastmod` of a sitemap. */
  changed_at: z.optional(z.string()),
  commits_behind: z.optional(z.int()),
  /** Absent where the source does not tell. */
  is_current: z.optional(z.boolean()),
  /** Why it is not known. */
  reason: z.optional(z.string()),
})

export type Look = z.infer<typeof Look>

/** What the index was made of: a commit, or what a site's server and sitemap said of its pages. */
export interface Indexed {
  commit?: string | undefined
  subject?: string | undefined
  lastmod?: string | undefined
  etag?: string | null | undefined
  lastModified?: string | null | undefined
}
