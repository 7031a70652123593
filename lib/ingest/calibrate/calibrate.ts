import * as z from 'zod/mini'
import { type Neon, NoRow, sql } from '../../clients/neon.ts'
import type { RedisDoor } from '../../clients/redis.ts'
import {
  type ActiveEmbedding,
  createActiveEmbedding,
  embeddingKey,
} from '../../index/active-embedding.ts'
import { Calibration, calibrationKey, type Signals } from '../../index/calibration.ts'
import { versionKey } from '../../index/index-version.ts'
import { jsonOrUndefined } from '../../text/json.ts'
import type { CalibrateMessage, IngestionMessage } from '../ledger/messages.ts'
import type { Run } from '../ledger/runs.ts'
import { foreignQuestions, readIndex } from './questions.ts'
import { type Judge, requireOwn, summarise } from './summarise.ts'

export interface CalibrateDeps {
  neon: Neon
  redis: RedisDoor
  queue: { send(message: IngestionMessage): Promise<unknown> }
  embeddingModel: string
  dimensions: number
  /** What questions score in retrieval, by the way that readers' questions go. */
  measure: (questions: string[], by: ActiveEmbedding) => Promise<Signals[]>
  judge: Judge
  /** Reads the questions of general knowledge, which a Worker has among its assets. */
  readProbes: () => Promise<void>
  /** Tells the owner, in one line. */
  log: (line: string) => void
}

// Three requests for so many questions; what they find is read in one invocation.
const questionsPerMessage = 20
// Of fewer passages there is nothing to tell apart.
const fewestPassages = 20

const Kept = z.object({ measured: z.unknown() })

// Holds the version of an index that cannot be calibrated. After a week it is tried again, for another
// release may be able to.
const uncalibratableKey = 'index:uncalibratable'
const uncalibratableSeconds = 604_800

/**
 * What follows the end of a run: an index that has changed is calibrated anew, and one that has not
 * gets its calibration back where Redis has lost it, unless it was seen to have none.
 */
export async function afterRun(run: Run, version: string, deps: CalibrateDeps): Promise<void> {
  const isChanged = run.passages_added + run.passages_removed + run.embedding_tokens > 0
  if (run.total_passages < fewestPassages) {
    if (isChanged) tellUncalibrated(`the index has ${run.total_passages} passages`, deps)
  } else if (isChanged || !(await isRecalled(version, deps))) {
    await deps.queue.send({ kind: 'calibrate', index_version: version, measured: [] })
  }
}

async function isRecalled(version: string, deps: CalibrateDeps): Promise<boolean> {
  const [held, active, uncalibratable] = await deps.redis.commands.mget(
    calibrationKey,
    embeddingKey,
    uncalibratableKey,
  )
  if (uncalibratable === version) return true
  const name = nameOf(embeddingOf(active, deps))
  const known = Calibration.safeParse(jsonOrUndefined(held ?? ''))
  if (known.success && known.data.embedding === name) return true
  const [kept] = await deps.neon.run(sql(Kept)`
    select measured from calibrations where embedding = ${name}`)
  // One that was kept by a release before this may lack what is asked of it now.
  if (!kept || !Calibration.safeParse(kept.measured).success) return false
  await deps.redis.commands.set(calibrationKey, JSON.stringify(kept.measured))
  return true
}

/**
 * Measures the next questions of a calibration and puts the rest on the queue; the last message keeps
 * what was found. An index that has changed since is left to the calibration after it.
 */
export async function calibrate(message: CalibrateMessage, deps: CalibrateDeps): Promise<void> {
  const { index_version, measured } = message
  const [version, active] = await deps.redis.commands.mget(versionKey, embeddingKey)
  if ((version ?? '0') !== index_version) return
  const embedding = embeddingOf(active, deps)
  const { languages, own } = message.index ?? (await readIndex(deps.neon))
  requireOwn(own)
  await deps.readProbes()
  const foreign = foreignQuestions(languages)
  const questions = [...foreign, ...own]
  const next = questions.slice(measured.length, measured.length + questionsPerMessage)
  const found = next.length > 0 ? (await deps.measure(next, embedding)).map(short) : []
  const all = [...measured, ...found]
  if (all.length < questions.length) {
    await deps.queue.send({ ...message, index: { languages, own }, measured: all })
    return
  }
  const groups = { foreign: all.slice(0, foreign.length), own: all.slice(foreign.length) }
  await keep(
    {
      index_version,
      embedding: nameOf(embedding),
      languages: languages.map(({ language }) => language),
      ...summarise(groups, deps.judge),
    },
    deps,
  )
}

async function keep(calibration: Calibration, { neon, redis }: CalibrateDeps) {
  const measured = JSON.stringify(calibration)
  await neon.run(sql(NoRow)`
    insert into calibrations (embedding, index_version, measured)
    values (${calibration.embedding}, ${calibration.index_version}, ${measured}::jsonb)
    on conflict (embedding) do update set index_version = excluded.index_version,
      measured = excluded.measured, created_at = now()`)
  await redis.commands.set(calibrationKey, measured)
}

/** Keeps in mind that an index cannot be calibrated as it is: it is not tried again after each run. */
export async function noteUncalibratable(
  { index_version }: CalibrateMessage,
  { redis }: Pick<CalibrateDeps, 'redis'>,
) {
  await redis.commands.set(uncalibratableKey, index_version, { ex: uncalibratableSeconds })
}

/** One line for the owner: what was known before goes on to count. */
export function tellUncalibrated(reason: string, { log }: Pick<CalibrateDeps, 'log'>) {
  log(
    `The refusal floor was not calibrated: ${reason}. The last calibration counts, or RETRIEVAL_FLOOR where there is none.`,
  )
}

function embeddingOf(held: string | null | undefined, deps: CalibrateDeps): ActiveEmbedding {
  const answering = createActiveEmbedding({
    model: deps.embeddingModel,
    dimensions: deps.dimensions,
  })
  answering.note(held ?? undefined)
  return answering.current()
}

const nameOf = ({ model, dimensions }: ActiveEmbedding) => `${model}/${dimensions}`

/** Four digits are enough, and keep a message small. */
function short(signals: Signals): Signals {
  const rounded = (value: number) => Math.round(value * 1e4) / 1e4
  const { cosine, contrast, agreement, together, coverage, unheard, unknownName } = signals
  return {
    ...(cosine !== undefined && { cosine: rounded(cosine) }),
    ...(contrast !== undefined && { contrast: rounded(contrast) }),
    ...(agreement !== undefined && { agreement: rounded(agreement) }),
    ...(together !== undefined && { together: rounded(together) }),
    coverage: rounded(coverage),
    unheard: rounded(unheard),
    unknownName: rounded(unknownName),
  }
}
