import * as z from 'zod/mini'
import { generators } from '../../content-sources.ts'
import { Signals } from '../../index/calibration.ts'
import { Translation } from '../page/translation.ts'

/** A file of the repository at one state: its path and Git's hash of its bytes. */
export const FileAt = z.object({ path: z.string(), sha: z.string(), size: z.optional(z.number()) })

/** How often it has waited for a service to take requests again. */
const waits = z.optional(z.int())

/** A unit of ingestion on the queue; each may be repeated at any point without harm. */
export const IngestionMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('plan'),
    run_id: z.int(),
    force: z.boolean(),
    recreate: z.boolean(),
    allow_mass_deletion: z.boolean(),
    /** Whether the sources that are fetched, not listed, have been. */
    is_crawled: z.optional(z.boolean()),
    waits,
  }),
  z.object({
    kind: z.literal('crawl'),
    run_id: z.int(),
    force: z.boolean(),
    recreate: z.boolean(),
    allow_mass_deletion: z.boolean(),
    /** Which of the sources is fetched, by its name. */
    source: z.string(),
    is_listed: z.optional(z.boolean()),
    /** Whether pages are found by the links of others. */
    follows_links: z.optional(z.boolean()),
    waits,
  }),
  z.object({
    kind: z.literal('page'),
    run_id: z.int(),
    file: FileAt,
    category: z.optional(FileAt),
    /** The commit that both are of, where the repository is public. */
    commit: z.optional(z.string()),
    /** The source that it is of; that of the short form when absent. */
    source: z.optional(z.string()),
    /** What makes the site of the page. */
    generator: z.optional(z.enum(generators)),
    /** Of which language's copy it is of another page. */
    translation: z.optional(Translation),
    /** Whether it has requests enough for the files that its page includes. */
    with_includes: z.optional(z.boolean()),
    /** What the chapter's row will hold once the page is indexed as it is now. */
    version: z.string(),
    /** Whether passages are written again even if they have not changed. */
    rewrite: z.boolean(),
    /** The collection to fill while another answers; the one that answers when absent. */
    collection: z.optional(z.string()),
    /** Whether the one that answers meanwhile takes vectors of the same model. */
    keeps_model: z.optional(z.boolean()),
    waits,
  }),
  z.object({
    kind: z.literal('gone'),
    run_id: z.int(),
    path: z.string(),
    collection: z.optional(z.string()),
    waits,
  }),
  z.object({
    kind: z.literal('calibrate'),
    /** What is measured; a later version has a calibration of its own. */
    index_version: z.string(),
    /** What of the index its questions are chosen by; read by the first message. */
    index: z.optional(
      z.object({
        languages: z.array(z.object({ language: z.string(), pages: z.int() })),
        own: z.array(z.string()),
      }),
    ),
    /** What the first questions have scored. */
    measured: z.array(Signals),
  }),
])

/** The nightly comparison of the stores goes on from this id, and after it the nightly run begins. */
export const ParityMessage = z.object({
  kind: z.literal('parity'),
  from: z.string().check(z.regex(/^\d{1,19}$/)),
})

/** A run is to be started once none is under way. */
export const StartMessage = z.object({ kind: z.literal('start'), waits: z.int() })

export type ParityMessage = z.infer<typeof ParityMessage>
export type IngestionMessage = z.infer<typeof IngestionMessage>
export type PlanMessage = Extract<IngestionMessage, { kind: 'plan' }>
export type PageMessage = Extract<IngestionMessage, { kind: 'page' }>
export type CalibrateMessage = Extract<IngestionMessage, { kind: 'calibrate' }>
export type CrawlMessage = Extract<IngestionMessage, { kind: 'crawl' }>
export type GoneMessage = Extract<IngestionMessage, { kind: 'gone' }>
