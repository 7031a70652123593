import type { Queue } from '@cloudflare/workers-types/experimental'
import type { Neon } from '../../clients/neon.ts'
import { type ContentSource, prefixOf } from '../../content-sources.ts'
import type { CrawlMessage } from '../ledger/messages.ts'
import { lockRun } from '../ledger/runs.ts'
import * as pages from './crawled-pages.ts'
import { listAddresses } from './list-addresses.ts'
import { type Outcome, readPage } from './read-page.ts'
import { nothingAsked, type Robots, readRobots } from './robots.ts'
import { pathOf, type Site, siteAt } from './site.ts'
import { boundedText, type Web, WebError } from './web.ts'

// robots.txt, two transactions, the next message, and one to spare.
const otherRequests = 6
const maxRobotsBytes = 512 * 1024
const deepest = 20
const mostWaits = 5
const longestStepMs = 240_000

export interface CrawlDeps {
  neon: Neon
  queue: Queue
  web: Web
  sources: ContentSource[]
  subrequestBudget: number
  pause: (ms: number) => Promise<void>
  now: () => number
}

type Website = Extract<ContentSource, { kind: 'website' }>

/** One step of a crawl: lists the site's addresses, or asks for some of them; the queue brings the next. */
export async function crawlSite(
  source: Website,
  message: CrawlMessage,
  deps: CrawlDeps,
): Promise<'goes on' | 'done'> {
  const { neon, queue } = deps
  const site = siteAt(source.place)
  const { run_id: run } = message
  const robots = await robotsOf(site, deps)
  if (robots instanceof WebError) return await giveUp(source, run, robots.message, deps)
  if (message.is_listed) return await askForSome({ source, site, robots, message }, deps)
  const listing = await listAddresses(source, site, robots, deps.web)
  if (listing.addresses.length === 0)
    return await giveUp(source, run, listing.failures[0]?.why ?? 'it lists no page', deps)
  await neon.transaction([
    lockRun(run),
    pages.noteAddresses(source.name, run, listing.addresses.map(withPath)),
    pages.noteFailures(run, listing.failures.map(named(source))),
    pages.noteWarnings(run, listing.left.map(byAddress(source))),
  ])
  await queue.send({ ...message, is_listed: true, follows_links: listing.followsLinks })
  return 'goes on'
}

/** A site that cannot be listed keeps its pages: nothing is known to be gone. */
async function giveUp(source: Website, run: number, why: string, { neon }: CrawlDeps) {
  await neon.transaction([
    lockRun(run),
    pages.keepAll(source.name, run),
    pages.noteFailures(run, [{ path: prefixOf(source), why: `${source.place}: ${why}` }]),
  ])
  return 'done' as const
}

interface Step {
  source: Website
  site: Site
  robots: Robots
  message: CrawlMessage
}

async function askForSome(step: Step, deps: CrawlDeps): Promise<'goes on' | 'done'> {
  const { source, message } = step
  const { run_id: run } = message
  const most = Math.max(1, deps.subrequestBudget - otherRequests)
  const [frontier, [counted]] = await deps.neon.transaction(
    [pages.frontierOf(source.name, run, most), pages.countOf(source.name, run)],
    { readOnly: true },
  )
  if (!counted?.is_running) return 'goes on'
  if (frontier.length === 0) {
    await deps.neon.transaction([lockRun(run), pages.forgetUnlisted(source.name, run)])
    return 'done'
  }
  const { asked, laterSeconds } = await askEach(frontier, step, deps)
  const room = source.max_pages - counted.listed
  await deps.neon.transaction([
    lockRun(run),
    pages.noteChecked(source.name, run, asked.map(toChecked)),
    pages.noteAddresses(source.name, run, furtherOf(asked, message).slice(0, Math.max(0, room))),
    pages.noteFailures(run, asked.flatMap(failureOf).map(named(source))),
    pages.noteWarnings(run, asked.flatMap(leftOf).map(byAddress(source))),
    pages.noteDeadEnds(source.name, run, asked.flatMap(deadEndOf(source))),
  ])
  const waits = laterSeconds === undefined ? 0 : (message.waits ?? 0) + 1
  await deps.queue.send(
    { ...message, waits },
    laterSeconds === undefined ? {} : { delaySeconds: laterSeconds },
  )
  return 'goes on'
}

type Asked = Awaited<ReturnType<typeof askEach>>['asked'][number]

/** One after the other, as robots.txt asks; stops where the site asks to come again later. */
async function askEach(
  frontier: {
    url: string
    http_etag: string | null
    last_modified: string | null
    depth: number
  }[],
  { site, robots, message }: Step,
  { web, pause, now }: CrawlDeps,
) {
  const asked: { url: string; depth: number; outcome: Outcome }[] = []
  const until = now() + longestStepMs
  for (const { url, http_etag: etag, last_modified: lastModified, depth } of frontier) {
    if (asked.length > 0 && now() > until) break
    if (asked.length > 0 && robots.delaySeconds > 0) await pause(robots.delaySeconds * 1000)
    const outcome = await readPage(url, { etag, lastModified }, { web, site, robots })
    const later = outcome.kind === 'failed' ? outcome.laterSeconds : undefined
    if (later !== undefined && (message.waits ?? 0) < mostWaits)
      return { asked, laterSeconds: later }
    asked.push({ url, depth, outcome })
  }
  return { asked, laterSeconds: undefined }
}

function toChecked({ url, outcome }: Asked): pages.Checked {
  switch (outcome.kind) {
    case 'same':
      return { url }
    case 'page':
      return { url, page: outcome.page }
    case 'none':
      return { url, page: 'none' }
    case 'failed':
      return { url, failure: outcome.why.slice(0, 500) }
  }
}

/** Where pages have moved to, and what pages link to where the site lists none. */
function furtherOf(asked: Asked[], { follows_links }: CrawlMessage): pages.FoundAddress[] {
  return asked.flatMap(({ outcome, depth }) => {
    const further =
      outcome.kind === 'none'
        ? [outcome.instead ?? []].flat()
        : outcome.kind === 'page' && follows_links && depth < deepest
          ? outcome.links
          : []
    return further.map((url) => ({ ...withPath({ url }), depth: depth + 1 }))
  })
}

const failureOf = ({ url, outcome }: Asked) =>
  outcome.kind === 'failed' ? [{ url, why: outcome.why }] : []

const leftOf = ({ url, outcome }: Asked) =>
  outcome.kind === 'none' && outcome.isTold ? [{ url, why: outcome.why }] : []

/** An address that leads to another: nobody reads it where that has been asked for, and is no page. */
const deadEndOf =
  (source: Website) =>
  ({ url, outcome }: Asked) =>
    outcome.kind === 'none' && outcome.instead !== undefined
      ? [
          {
            ...byAddress(source)({ url, why: `${outcome.why}, which is no page` }),
            to: outcome.instead,
          },
        ]
      : []

const named =
  (source: Website) =>
  ({ url, why }: { url: string; why: string }) => ({
    path: `${prefixOf(source)}${URL.canParse(url) ? pathOf(url) : url}`,
    why: `${url}: ${why}`.slice(0, 1000),
  })

/** What is no page is named by its address: its path may be that of a page that is to be removed. */
const byAddress =
  (source: Website) =>
  ({ url, why }: { url: string; why: string }) => ({
    path: `${prefixOf(source)}${url}`.slice(0, 1000),
    why: why.slice(0, 1000),
  })

const withPath = <Address extends { url: string }>(address: Address) => ({
  ...address,
  path: pathOf(address.url),
})

/** What the site asks of robots; none, where it asks nothing. One that fails to say is not crawled. */
async function robotsOf(site: Site, { web }: CrawlDeps): Promise<Robots | WebError> {
  try {
    const response = await web.get(`${site.origin}/robots.txt`, 'text/plain')
    if (!response.ok) {
      await response.body?.cancel()
      return nothingAsked
    }
    return readRobots(await boundedText(response, maxRobotsBytes))
  } catch (error) {
    if (!(error instanceof WebError)) throw error
    return /answered 4\d\d$/.test(error.message) ? nothingAsked : error
  }
}
