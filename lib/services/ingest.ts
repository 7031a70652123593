import { publishPins } from '../admin/desk/publish.ts'
import type { Look } from '../clients/cron-rest.ts'
import { sourcesOf } from '../content-sources.ts'
import type { Settings } from '../env.ts'
import type { ActiveEmbedding } from '../index/active-embedding.ts'
import { createWeb } from '../ingest/crawl/web.ts'
import { createDocuments } from '../ingest/push/documents.ts'
import { createIngestion } from '../ingest/run/ingestion.ts'
import { createRepository } from '../ingest/source/repository.ts'
import { createSharedEmbedding } from '../ingest/write/embed-together.ts'
import { judge } from '../retrieval/confidence/confidence.ts'
import { measure } from '../retrieval/confidence/signals.ts'
import { inForce, readDesk, tuningOf } from './answering/in-force.ts'
import { now } from './doors.ts'
import { askGaps } from './gaps/ask-gaps.ts'
import { gapCareServices } from './gaps/gap-care.ts'
import { githubFor } from './github.ts'
import { healthServices } from './health.ts'
import {
  neonFor,
  openRouterFor,
  pointsFor,
  publisherFor,
  qdrantFor,
  readTextsFor,
  redisFor,
  wakerFor,
} from './upstreams.ts'

/** What the ingestion function needs. */
export function ingestServices(settings: Settings) {
  const sources = sourcesOf(settings)
  const embedding = {
    openrouter: openRouterFor(settings),
    dimensions: settings.EMBEDDING_DIMENSIONS,
    timeoutMs: settings.TIMEOUT_INGESTION_MS,
    pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  }
  const deps = {
    ...embedding,
    neon: neonFor(settings, settings.TIMEOUT_INGESTION_MS),
    qdrant: qdrantFor(settings, settings.TIMEOUT_INGESTION_MS),
    redis: redisFor(settings),
    answers: pointsFor(settings, settings.TIMEOUT_INGESTION_MS),
    sources,
    web: createWeb({ timeoutMs: settings.TIMEOUT_INGESTION_MS }),
    repositories: sources.flatMap((source) =>
      source.kind === 'github'
        ? [createRepository({ source, github: githubFor(settings, source.place) })]
        : [],
    ),
    queue: settings.INGESTION_QUEUE,
    subrequestBudget: settings.SUBREQUEST_BUDGET,
    publish: publisherFor(settings),
    waker: wakerFor(settings),
    now,
    embeddingModel: settings.OPENROUTER_EMBEDDING_MODEL,
    readCharacters: () => readTextsFor(settings, 'characters'),
  }
  const documents = createDocuments(deps)
  // The desk tries again when it is next looked at.
  const pinsAgain = () => publishPins(deps).catch(() => undefined)
  return {
    ...healthServices(settings),
    subrequestBudget: settings.SUBREQUEST_BUDGET,
    /** Puts messages on the queue once more, for an invocation of their own. */
    handOn: (bodies: unknown[]) =>
      settings.INGESTION_QUEUE.sendBatch(bodies.map((body) => ({ body }))),
    gapCare: gapCareServices(settings),
    /** Has the queue look at all that crons look at, in invocations of their own. */
    lookAtAll: () => settings.WEBHOOKS_QUEUE.send({ look: 'deliveries' } satisfies Look),
    /** For the pages of one invocation: what they have to embed goes into few requests. */
    embedTogether: () => createSharedEmbedding(embedding),
    ingestion: createIngestion({
      ...calibrationDeps(settings),
      ...deps,
      async follow({ id }) {
        await pinsAgain()
        await askGaps(id, settings)
      },
    }),
    /** Pages that the owner's systems push. */
    documents: {
      ...documents,
      async put(...given: Parameters<typeof documents.put>) {
        const done = await documents.put(...given)
        await pinsAgain()
        return done
      },
      async remove(...given: Parameters<typeof documents.remove>) {
        await documents.remove(...given)
        await pinsAgain()
      },
    },
  }
}

/** What it takes to calibrate an index. */
export const calibrationDeps = (settings: Settings) => ({
  neon: neonFor(settings, settings.TIMEOUT_INGESTION_MS),
  redis: redisFor(settings),
  queue: settings.INGESTION_QUEUE,
  embeddingModel: settings.OPENROUTER_EMBEDDING_MODEL,
  dimensions: settings.EMBEDDING_DIMENSIONS,
  judge,
  readProbes: () => readTextsFor(settings, 'probes'),
  log: (line: string) => console.warn(line),
  async measure(questions: string[], by: ActiveEmbedding) {
    // The weights that readers' questions are searched with; without the state, the deployment's.
    await readDesk(settings, redisFor(settings).batch()).catch(() => undefined)
    return await measure(questions, by, {
      neon: neonFor(settings, settings.TIMEOUT_INGESTION_MS),
      qdrant: qdrantFor(settings, settings.TIMEOUT_INGESTION_MS),
      openrouter: openRouterFor(settings),
      ...tuningOf(inForce(settings)),
      timeoutMs: settings.TIMEOUT_INGESTION_MS,
    })
  },
})
