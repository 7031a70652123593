import type { Queue } from '@cloudflare/workers-types/experimental'
import type { OpenRouter } from '../../clients/openrouter.ts'
import type { Qdrant } from '../../clients/qdrant.ts'
import type { RedisDoor } from '../../clients/redis.ts'
import { beginChange } from '../../index/index-version.ts'
import { lazily } from '../../text/lazily.ts'
import type { Publish } from '../../webhooks/publish.ts'
import type { Waker } from '../../webhooks/wake.ts'
import { finishRun, type RunEnd } from '../ledger/finish-run.ts'
import type { PageMessage } from '../ledger/messages.ts'
import { isToDo, pageStatusesOf } from '../ledger/page-status.ts'
import { endChapters, eventsOf, type PageChange } from './complete-page.ts'
import type { EmbedTexts } from './embed-together.ts'
import { type FetchDeps, type FetchedPage, fetchPage } from './fetch-page.ts'
import {
  differenceOf,
  embedMissing,
  missingOf,
  recordsOf,
  type Vectors,
  vectorsByHash,
  wantedOf,
  writePoints,
} from './page-change.ts'
import { groupsOf } from './page-groups.ts'
import { type StoredPassage, storedEmbeddings, storedOfPages } from './stored-passages.ts'

export interface IndexDeps extends FetchDeps {
  qdrant: Qdrant
  redis: RedisDoor
  queue: Queue
  openrouter: Pick<OpenRouter, 'embed'>
  publish: Publish
  waker: Pick<Waker, 'wake'>
  pause: (ms: number) => Promise<void>
  embeddingModel: string
  dimensions: number
  timeoutMs: number
}

export interface PagesDeps extends IndexDeps {
  embed: EmbedTexts
}

/** What came of pages: the run where this was its end, and the messages of those that could not be read. */
export interface Indexed {
  run: RunEnd
  unread: { message: PageMessage; error: unknown }[]
}

/**
 * Brings pages of one run to the state of the source, in the requests of one: writes what is new, then
 * removes what the pages no longer have, then marks them. Stopped anywhere and begun again, alone or
 * together, they end the same: the vector store is changed before Neon, so that what Neon holds is known to
 * be in both. Neon takes some pages while the vector store takes the next, and is sent the next while it is
 * at work; the first are written while the others are embedded, and of many pages a group is read and embedded
 * while the one before it is written.
 */
export async function indexPages(
  messages: [PageMessage, ...PageMessage[]],
  given: PagesDeps,
): Promise<Indexed> {
  const deps = { ...given, readCharacters: lazily(given.readCharacters) }
  const [{ run_id, collection }] = messages
  const groups = groupsOf(messages).values()
  const prepareNext = () => {
    const { value } = groups.next()
    return value && metLater(prepare(value, deps))
  }
  const unread: Indexed['unread'] = []
  let isLast = false
  let next = prepareNext()
  let changes: Prepared['changes'] = []
  // What Neon takes at present: of two one is on its way while the other is at work.
  let [earlier, latest] = [Promise.resolve(), Promise.resolve()]
  try {
    while (next) {
      const group = await next
      next = prepareNext()
      unread.push(...group.unread)
      if (group.isOver) isLast = true
      changes = group.changes
      for (const embedded of changes) {
        const portions = portionsOf(await embedded, ({ records }) => records.length)
        if (embedded === changes[0]) await beginChange(deps.redis)
        for (const portion of portions) {
          const events = eventsOf(portion, deps.now())
          await both(writePoints(portion, messages[0], deps), earlier)
          const end = endChapters(run_id, portion, await events, deps).then((chapters) => {
            isLast ||= chapters.isLast
          })
          ;[earlier, latest] = [latest, metLater(end)]
        }
      }
    }
    await both(earlier, latest)
  } finally {
    // Nothing is written any more once the attempt has ended.
    await Promise.allSettled([next, ...changes, earlier, latest])
  }
  return { run: isLast ? await finishRun(run_id, collection, deps) : undefined, unread }
}

/** A work whose failure is met where it is waited for, and until then is nobody's. */
function metLater<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined)
  return work
}

/** Waits for both, also where one fails. */
async function both(...works: [Promise<unknown>, Promise<unknown>]): Promise<void> {
  const failed = (await Promise.allSettled(works)).find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

// Neon is at work for as long on so many as the vector store and the Worker together.
const passagesAtOnce = 128

/** Pages in their order, so many together as have some hundred passages to be written. */
function portionsOf<P>(pages: P[], passagesOf: (page: P) => number): P[][] {
  const portions: P[][] = []
  let passages = Infinity
  for (const page of pages) {
    passages += passagesOf(page)
    if (passages > passagesAtOnce) {
      portions.push([])
      passages = passagesOf(page)
    }
    portions.at(-1)?.push(page)
  }
  return portions
}

interface Prepared {
  /** What is to be written: the first portion once it is embedded, and then all others. */
  changes: Promise<PageChange[]>[]
  unread: Indexed['unread']
  /** Whether all of it was done before, so that it may have been the end of the run. */
  isOver: boolean
}

/** What is to be written of a group's pages. */
async function prepare(messages: PageMessage[], deps: PagesDeps): Promise<Prepared> {
  const { fetched, unread } = await fetchAll(messages, deps)
  const [first] = messages
  if (first === undefined || fetched.length === 0) return { changes: [], unread, isOver: false }
  const paths = fetched.map(({ page }) => page.sourcePath)
  const [statuses, stored, embeddings] = await deps.neon.transaction(
    [
      pageStatusesOf(first.run_id, paths),
      storedOfPages(paths),
      storedEmbeddings(
        fetched.flatMap(({ page }) => wantedOf(page)),
        first.rewrite,
        deps.embeddingModel,
      ),
    ],
    { readOnly: true },
  )
  const toDo = fetched.filter(({ page }) => isToDo(statuses, page.sourcePath))
  const changes = changesOf(toDo, stored, vectorsByHash(embeddings), deps)
  return { changes, unread, isOver: toDo.length === 0 }
}

interface Fetched extends FetchedPage {
  message: PageMessage
}

/** The pages as the source has them. Those that include files come again, each for itself. */
async function fetchAll(messages: PageMessage[], deps: PagesDeps) {
  const fetched: Fetched[] = []
  const unread: Indexed['unread'] = []
  const including: PageMessage[] = []
  const fetchOne = async (message: PageMessage) => {
    try {
      const page = await fetchPage(message, deps)
      if (page) fetched.push({ message, ...page })
      // Its files may take more requests than this invocation has left.
      else including.push({ ...message, with_includes: true })
    } catch (error) {
      unread.push({ message, error })
    }
  }
  await Promise.all(messages.map(fetchOne))
  if (including.length > 0) await deps.queue.sendBatch(including.map((body) => ({ body })))
  return { fetched, unread }
}

interface Differing extends Fetched, ReturnType<typeof differenceOf> {
  /** What has no vector yet, by its hash. */
  missing: [string, string][]
}

/** What is to be written of each page. The first portion is embedded apart, so that it can be written sooner. */
function changesOf(
  pages: Fetched[],
  stored: StoredPassage[],
  vectors: Vectors,
  deps: PagesDeps,
): Promise<PageChange[]>[] {
  const ofPage = Map.groupBy(stored, ({ source }) => source)
  const asked = new Set<string>()
  const differing = pages.map((fetched): Differing => {
    const { message, page } = fetched
    const known = ofPage.get(page.sourcePath) ?? []
    const difference = differenceOf(page, known, message.rewrite, deps)
    const missing = [...missingOf(difference.changed, vectors)].filter(([hash]) => !asked.has(hash))
    for (const [hash] of missing) asked.add(hash)
    return { ...fetched, ...difference, missing }
  })
  const [first = [], ...others] = portionsOf(differing, ({ changed }) => changed.length)
  let before: Promise<unknown> = Promise.resolve()
  return [first, others.flat()]
    .filter((together) => together.length > 0)
    .map((together) => {
      const changes = embedTogether(together, vectors, before, deps)
      before = changes
      return metLater(changes)
    })
}

/** Embeds what pages lack in one request, and waits for what those before them have embedded: they may share it. */
async function embedTogether(
  pages: Differing[],
  vectors: Vectors,
  before: Promise<unknown>,
  deps: PagesDeps,
): Promise<PageChange[]> {
  const missing = pages.flatMap((page) => page.missing)
  const all = charactersOf(missing)
  const [paid] = await Promise.all([embedMissing(new Map(missing), vectors, deps), before])
  let charactersBefore = 0
  return pages.map(({ message, page, version, changed, added, stale, missing: own }) => {
    // By length, and so that the pages' shares add up to what was paid.
    const upTo = (count: number) => (all === 0 ? 0 : Math.round((paid * count) / all))
    const characters = charactersBefore + charactersOf(own)
    const tokens = upTo(characters) - upTo(charactersBefore)
    charactersBefore = characters
    const result = {
      partNumber: page.partNumber,
      title: page.title,
      added,
      kept: page.passages.length - added,
      removed: stale.length,
      tokens,
      warnings: page.warnings,
      ...(page.passages.length > 0 && hasOwnAddress(message, deps) && { url: page.url }),
    }
    return { message, page, version, records: recordsOf(page, changed, vectors), stale, result }
  })
}

const charactersOf = (texts: [string, string][]) =>
  texts.reduce((sum, [, text]) => sum + text.length, 0)

/** The pages of a description of an API are all at one address. */
const hasOwnAddress = ({ source = '' }: PageMessage, { sources }: IndexDeps) =>
  !sources.some(({ kind, name }) => kind === 'openapi' && name === source)
