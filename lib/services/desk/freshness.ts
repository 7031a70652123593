import { type Freshness, readFreshness } from '../../admin/fresh/freshness.ts'
import { keepLooks, keptLooks } from '../../admin/fresh/kept-looks.ts'
import type { Indexed, Look } from '../../admin/fresh/look.ts'
import { type ContentSource, sourcesOf } from '../../content-sources.ts'
import type { Settings } from '../../env.ts'
import { createWeb } from '../../ingest/crawl/web.ts'
import { newestOf } from '../../ingest/run/newest.ts'
import { inForce, readDesk } from '../answering/in-force.ts'
import { now } from '../doors.ts'
import { githubFor } from '../github.ts'
import { embeddingOf, neonFor, redisFor } from '../upstreams.ts'

/** Who opens the page does not wait longer for a source. */
const patienceMs = 5000
const looksLastMs = 600_000
// What a look at one source may ask for, and what else the page needs.
const requestsEach = 6
const otherRequests = 10
const longestReason = 300

/** How the index is against its sources; with `isLooking` those are asked that were not asked lately. */
export function freshnessServices(settings: Settings) {
  const sources = sourcesOf(settings)
  const redis = redisFor(settings)
  const deps = {
    githubOf: (repository: string) => githubFor(settings, repository, patienceMs),
    web: createWeb({ timeoutMs: patienceMs }),
  }
  const mostAtOnce = Math.max(
    1,
    Math.floor((settings.SUBREQUEST_BUDGET - otherRequests) / requestsEach),
  )

  /** What fails is said in words. */
  async function lookAt(source: ContentSource, indexed: Indexed): Promise<Look> {
    const compared = indexed.commit ?? indexed.lastmod
    const look = {
      looked_at: new Date(now()).toISOString(),
      ...(compared !== undefined && { compared_with: compared }),
    }
    try {
      return { ...look, ...(await newestOf(source, indexed, deps)) }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return { ...look, reason: reason.slice(0, longestReason) }
    }
  }

  async function look(indexed: Map<string, Indexed>, isLooking: boolean) {
    const kept = await keptLooks(redis)
    const looks = Object.fromEntries(
      sources.flatMap(({ name }) => {
        const one = kept[name]
        return one && isOf(one, indexed.get(name)) ? [[name, one]] : []
      }),
    )
    if (!isLooking) return looks
    const lookedAt = (name: string) => Date.parse(looks[name]?.looked_at ?? '') || 0
    const due = sources
      .filter(({ name }) => now() - lookedAt(name) > looksLastMs)
      .sort((a, b) => lookedAt(a.name) - lookedAt(b.name))
      .slice(0, mostAtOnce)
    const found = await Promise.all(
      due.map(async (source) => [
        source.name,
        await lookAt(source, indexed.get(source.name) ?? {}),
      ]),
    )
    const all: Record<string, Look> = { ...looks, ...Object.fromEntries(found) }
    if (found.length > 0) await keepLooks(all, redis)
    return all
  }

  return async (isLooking: boolean): Promise<Freshness> => {
    const { model, dimensions } = embeddingOf(settings)
    await readDesk(settings, redis.batch()).catch(() => undefined)
    return await readFreshness({
      neon: neonFor(settings, settings.TIMEOUT_INGESTION_MS),
      embedding: `${model}/${dimensions}`,
      strictness: inForce(settings).RETRIEVAL_STRICTNESS,
      sources,
      looks: (indexed) => look(indexed, isLooking),
    })
  }
}

/** Whether a look still compares with what is indexed: a run has come to its end since, otherwise. */
const isOf = (look: Look, indexed: Indexed | undefined) =>
  look.compared_with === (indexed?.commit ?? indexed?.lastmod)
