import { createGitHub } from '../clients/github.ts'
import type { Settings } from '../env.ts'
import { createIngestion } from '../ingest/run/ingestion.ts'
import {
  neonFor,
  now,
  openRouterFor,
  pointsFor,
  publisherFor,
  qdrantFor,
  redisFor,
  wakerFor,
} from './upstreams.ts'

/** What the ingestion function needs. */
export function ingestServices(settings: Settings) {
  return {
    ingestion: createIngestion({
      neon: neonFor(settings, settings.TIMEOUT_INGESTION_MS),
      qdrant: qdrantFor(settings, settings.TIMEOUT_INGESTION_MS),
      redis: redisFor(settings),
      answers: pointsFor(settings, settings.TIMEOUT_INGESTION_MS),
      openrouter: openRouterFor(settings),
      github: createGitHub({
        apiUrl: settings.GITHUB_API_URL,
        repository: settings.CONTENT_REPO,
        token: settings.GITHUB_TOKEN,
        timeoutMs: settings.TIMEOUT_INGESTION_MS,
      }),
      queue: settings.INGESTION_QUEUE,
      publish: publisherFor(settings),
      waker: wakerFor(settings),
      now,
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      content: {
        ref: settings.CONTENT_REF,
        path: settings.CONTENT_PATH,
        siteUrl: settings.CONTENT_SITE_URL,
      },
      embeddingModel: settings.OPENROUTER_EMBEDDING_MODEL,
      dimensions: settings.EMBEDDING_DIMENSIONS,
      timeoutMs: settings.TIMEOUT_INGESTION_MS,
    }),
  }
}
