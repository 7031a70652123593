import type * as z from 'zod/mini'
import type { AnswerPoints } from '../../clients/answer-points.ts'
import { VectorLengthError } from '../../clients/embeddings.ts'
import { OpenRouterError } from '../../clients/openrouter-door.ts'
import { GitHubError } from '../../clients/wire/github-door.ts'
import { QdrantError } from '../../clients/wire/qdrant-door.ts'
import { createActiveEmbedding, embeddingKey } from '../../index/active-embedding.ts'
import { endChanges, outdateAnswers } from '../../index/index-version.ts'
import { Problem } from '../../problem.ts'
import { AssetError } from '../../text/assets/asset-texts.ts'
import { failureOf, isPermanent } from '../../upstream/cause.ts'
import { whatToDo } from '../../upstream/what-to-do.ts'
import {
  afterRun,
  type CalibrateDeps,
  calibrate,
  noteUncalibratable,
  tellUncalibrated,
} from '../calibrate/calibrate.ts'
import { CalibrationError } from '../calibrate/summarise.ts'
import type { CrawlDeps } from '../crawl/crawl.ts'
import { finishRun, type RunEnd } from '../ledger/finish-run.ts'
import {
  IngestionMessage,
  type PageMessage,
  ParityMessage,
  StartMessage,
} from '../ledger/messages.ts'
import { RunError } from '../ledger/run-error.ts'
import type { Run } from '../ledger/runs.ts'
import { createRuns, type NewRun, noteWait, type Runs } from '../ledger/runs.ts'
import { PageError } from '../page/page-error.ts'
import { abandonChapter } from '../write/complete-page.ts'
import { embedPassages } from '../write/embed-passages.ts'
import type { EmbedTexts } from '../write/embed-together.ts'
import { indexPages, type PagesDeps } from '../write/index-pages.ts'
import { removePage } from '../write/remove-page.ts'
import { fetchSource } from './fetch-sources.ts'
import { createNightly, type NightlyDeps } from './nightly.ts'
import { repairStores } from './parity.ts'
import { type PlanDeps, plan } from './plan.ts'
import { createStarter } from './start-soon.ts'

/** Attempts at one message before its page, or its run, is given up. */
export const maxAttempts = 6

// An hour each as a rule: a book that needs more than a day of them needs a token.
const maxWaits = 24
const longestWaitSeconds = 43_200

/** What the queue is to do with a message. */
export type Verdict = { done: true } | { done: false; delaySeconds: number }

const again: Verdict = { done: false, delaySeconds: 0 }

export type IngestionDeps = PlanDeps &
  CrawlDeps &
  CalibrateDeps & {
    now: () => number
    /** Requests that one invocation may make. */
    subrequestBudget: number
    answers: Pick<AnswerPoints, 'sweep'>
    /** What is to follow a run that has come to its end; may be lost. */
    follow?: (run: Run) => Promise<unknown>
  }

export type Ingestion = ReturnType<typeof createIngestion>

/** Ingestion: runs that are opened by owners and the clock, and the queue's messages that do them. */
export function createIngestion(deps: IngestionDeps) {
  const runs = createRuns(deps)
  const start = (options: z.infer<typeof NewRun>) => startRun(options, runs, deps)
  const startSoon = createStarter({ start: () => start({}), queue: deps.queue })
  const repairShare: NightlyDeps['repair'] = (share) => repair(share, deps)
  const nightly = createNightly({ ...deps, start, repair: repairShare })

  return {
    start,
    startSoon: () => startSoon(),
    repair: () => repair({}, deps),
    nightly,
    list: runs.list,
    get: runs.get,

    /** Does one message; `attempt` counts from 1. `embed` may be shared by an invocation's pages. */
    async work(body: unknown, attempt: number, embed?: EmbedTexts): Promise<Verdict> {
      const parity = ParityMessage.safeParse(body)
      if (parity.success) {
        await nightly(BigInt(parity.data.from))
        return { done: true }
      }
      const wish = StartMessage.safeParse(body)
      if (wish.success) {
        await startSoon(wish.data.waits)
        return { done: true }
      }
      const message = IngestionMessage.parse(body)
      try {
        await close(await perform(message, deps, embed))
        return { done: true }
      } catch (error) {
        if (await waited(message, error, deps)) return { done: true }
        if (!isFinal(error, message.kind) && attempt < maxAttempts)
          return { done: false, delaySeconds: delay(error, attempt) }
        await close(await giveUp(message, error, runs, deps))
        return { done: true }
      }
    },

    workTogether: (messages: [PageMessage, ...PageMessage[]]) =>
      indexTogether(messages, deps, close),
  }

  async function close(run: RunEnd) {
    if (!run || run.status === 'running') return
    // What fails here ends by itself: the mark runs out, and the next run sweeps and calibrates.
    await settle(run, deps).catch(() => undefined)
    const { chapters: _, ...data } = run
    await deps.publish({ type: `ingestion.${run.status}`, id: `evt_${run.id}_${run.status}`, data })
    // The next run asks what this one does not.
    if (run.status === 'completed') await deps.follow?.(run).catch(() => undefined)
  }
}

/** Opens a run and hands its plan to the queue; a conflict while one is running. */
async function startRun(
  options: z.infer<typeof NewRun>,
  runs: Runs,
  deps: IngestionDeps,
): Promise<Run> {
  const run = await runs.open(options)
  if (!run) throw new Problem('conflict', 'An ingestion run is under way; wait for its end.')
  const { force = false, recreate = false, allow_mass_deletion = false } = options
  const message: IngestionMessage = {
    kind: 'plan',
    run_id: run.id,
    force,
    recreate,
    allow_mass_deletion,
  }
  try {
    await deps.queue.send(message)
  } catch (error) {
    // A run that nobody will do would keep all others waiting.
    await runs.fail(run.id, 'The queue did not take the run; start another one.')
    throw new Problem('unavailable', 'The queue did not take the run.', { cause: error })
  }
  return run
}

/** Makes the vector store as Neon is, and says how they differed; a conflict during a run. */
async function repair(share: { from?: bigint; maxRequests?: number }, deps: IngestionDeps) {
  const embeddingModel = await answeringModel(deps)
  const repairing = repairStores({ ...deps, embeddingModel }, share)
  const parity = await repairing.catch(async (error) => {
    // Some of it may be repaired already.
    await outdateAnswers(deps.redis)
    throw error
  })
  const { missing, different, orphaned } = parity
  // Answers may cite what a point said that Neon never knew.
  if (missing.length + different.length + orphaned.length > 0) await outdateAnswers(deps.redis)
  return parity
}

/** A page that failed for good is named in its run; a plan that did is the run's end. */
async function giveUp(
  message: IngestionMessage,
  error: unknown,
  runs: Runs,
  deps: IngestionDeps,
): Promise<RunEnd> {
  const reason = reasonOf(error)
  if (message.kind === 'calibrate') {
    tellUncalibrated(reason, deps)
    if (error instanceof CalibrationError) await noteUncalibratable(message, deps)
    return undefined
  }
  if (message.kind === 'page' || message.kind === 'gone') {
    const path = message.kind === 'page' ? message.file.path : message.path
    const failure = { reason, isAtFault: error instanceof PageError }
    await abandonChapter(message.run_id, path, failure, deps.neon)
    return await finishRun(message.run_id, message.collection, deps)
  }
  await runs.fail(message.run_id, reason)
  return await runs.get(message.run_id)
}

/**
 * Where GitHub takes no more requests until a certain time, the message comes again then. It is a
 * new one: what is only waited for is no failed attempt.
 */
async function waited(
  message: IngestionMessage,
  error: unknown,
  deps: IngestionDeps,
): Promise<boolean> {
  if (!(error instanceof GitHubError) || !error.isOverQuota) return false
  if (message.kind === 'calibrate') return false
  const waits = (message.waits ?? 0) + 1
  if (waits > maxWaits) return false
  const seconds = Math.min(longestWaitSeconds, (error.retryAfterSeconds ?? 0) + 1)
  const until = new Date(deps.now() + seconds * 1000)
  await deps.neon.run(noteWait(message.run_id, until, error.message))
  await deps.queue.send({ ...message, waits }, { delaySeconds: seconds })
  return true
}

/**
 * Does pages of one run in the requests of one, each for the first time. Whatever fails comes again alone,
 * where it shows whose failure it is.
 */
async function indexTogether(
  messages: [PageMessage, ...PageMessage[]],
  deps: IngestionDeps,
  close: (run: RunEnd) => Promise<void>,
): Promise<Verdict[]> {
  const embed: EmbedTexts = (texts) => embedPassages(texts, deps)
  try {
    const { run, unread } = await indexPages(messages, { ...deps, embed })
    await close(run)
    return messages.map((message) =>
      unread.some((one) => one.message === message) ? again : { done: true },
    )
  } catch (error) {
    const verdict = isFinal(error) ? again : { ...again, delaySeconds: delay(error, 1) }
    return messages.map(() => verdict)
  }
}

/** A page by itself: what keeps it from being read is its own failure. */
async function indexAlone(message: PageMessage, deps: PagesDeps): Promise<RunEnd> {
  const { run, unread } = await indexPages([message], deps)
  const [failed] = unread
  if (failed) throw failed.error
  return run
}

function perform(
  message: IngestionMessage,
  deps: IngestionDeps,
  embed: EmbedTexts = (texts) => embedPassages(texts, deps),
): Promise<RunEnd> {
  switch (message.kind) {
    case 'plan':
      return plan(message, deps)
    case 'page':
      return indexAlone(message, { ...deps, embed })
    case 'crawl':
      return fetchSource(message, deps)
    case 'gone':
      return removePage(message, deps)
    case 'calibrate':
      return calibrate(message, deps).then(() => undefined)
  }
}

/** Points are those of another model as long as a change of it has not come to its end. */
async function answeringModel(deps: IngestionDeps): Promise<string> {
  const answering = createActiveEmbedding({
    model: deps.embeddingModel,
    dimensions: deps.dimensions,
  })
  answering.note((await deps.redis.commands.get(embeddingKey)) ?? undefined)
  return answering.current().model
}

/**
 * Lets answers be cached again, clears away what the answers of before have left, and has the index
 * calibrated.
 */
async function settle(run: Run, deps: IngestionDeps) {
  const version = await endChanges(deps.redis)
  if (run.status === 'completed') await afterRun(run, version, deps)
  await deps.answers.sweep(version, Math.floor(deps.now() / 1000))
}

/** Why a page or a run failed and, where a service did, what its owner can do about it. */
function reasonOf(error: unknown): string {
  if (error instanceof OpenRouterError) {
    const { cause, message } = failureOf(error)
    return `${message.replace(/[.\s]*$/, '.')} ${whatToDo('embedding', cause)}`
  }
  return error instanceof Error ? error.message : String(error)
}

/** Whether another attempt at the same state of the source would fail the same way. */
function isFinal(error: unknown, kind?: IngestionMessage['kind']): boolean {
  // A collection that is made or swapped at this moment is there a moment later.
  if (error instanceof QdrantError && [404, 409].includes(error.status)) return false
  return (
    isPermanent(error) ||
    failureOf(error).cause === 'redirected' ||
    error instanceof PageError ||
    error instanceof RunError ||
    error instanceof CalibrationError ||
    error instanceof VectorLengthError ||
    // The next run calibrates; a page waits for what it is read with.
    (kind === 'calibrate' && error instanceof AssetError)
  )
}

function delay(error: unknown, attempt: number): number {
  const asked = error instanceof GitHubError ? error.retryAfterSeconds : undefined
  return Math.min(600, asked ?? 5 * 2 ** (attempt - 1))
}
