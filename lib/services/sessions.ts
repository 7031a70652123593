import type * as z from 'zod/mini'
import { emptyState, stateKey } from '../conversation/conversation-state.ts'
import { createEndings } from '../conversation/endings.ts'
import { createErasure } from '../conversation/erasure.ts'
import { type HistoryQuery, readHistory } from '../conversation/history.ts'
import { type HousekeepingDeps, keepHouse } from '../conversation/housekeeping.ts'
import { createSessions } from '../conversation/sessions.ts'
import { createUsers } from '../conversation/users.ts'
import type { Settings } from '../env.ts'
import { healthServices } from './health.ts'
import {
  neonFor,
  newId,
  now,
  openRouterFor,
  pointsFor,
  publisherFor,
  redisFor,
  restFor,
  wakerFor,
} from './upstreams.ts'

/** What the sessions function needs. */
export function sessionServices(settings: Settings) {
  const redis = redisFor(settings)
  const neon = neonFor(settings)
  const publish = publisherFor(settings)
  const { wake } = wakerFor(settings)
  const houseRest = restFor(settings, 'house')
  const erasing = createErasure({
    neon,
    redis,
    points: pointsFor(settings),
    tokenHours: settings.SESSION_TOKEN_HOURS,
  })
  const erasure = {
    ...erasing,
    /** A cron erases again what was on its way. */
    erase: async (id: string) => {
      await erasing.erase(id)
      await houseRest.end()
    },
  }
  const conversationTtlSeconds = settings.CONVERSATION_TTL_SECONDS
  return {
    ...healthServices(settings),
    redis,
    now,
    publish,
    houseRest,
    keepHouse: () => keepHouse(housekeepingFor(settings)),
    endings: createEndings({
      neon,
      wake,
      newId,
      now,
      publicUrl: settings.PUBLIC_URL?.replace(/\/+$/, ''),
      sessionSecret: settings.SESSION_SECRET,
    }),
    erasure,
    users: createUsers({
      neon,
      redis,
      erasure,
      publish,
      newId,
      now,
      identitySecret: settings.IDENTITY_SECRET,
      conversationTtlSeconds,
    }),
    history: (id: string, query: z.infer<typeof HistoryQuery>) => readHistory(id, query, { neon }),
    sessions: createSessions({
      neon: neonFor(settings, settings.TIMEOUT_NEW_SESSION_MS),
      newId,
      now,
      tokenSecret: settings.SESSION_SECRET,
      tokenHours: settings.SESSION_TOKEN_HOURS,
      identitySecret: settings.IDENTITY_SECRET,
      async begin(id, memory) {
        const state = JSON.stringify(emptyState(memory))
        const pipeline = redis.commands.pipeline()
        pipeline.set(stateKey(id), state, { ex: conversationTtlSeconds, nx: true })
        await Promise.all([houseRest.end(pipeline), pipeline.exec()])
      },
    }),
  }
}

function housekeepingFor(settings: Settings): HousekeepingDeps {
  const neon = neonFor(settings, settings.TIMEOUT_INGESTION_MS)
  const openrouter = openRouterFor(settings)
  const keepMessages = settings.PERSIST_MESSAGES
  const redis = redisFor(settings)
  return {
    archive: {
      neon,
      wake: wakerFor(settings).wake,
      newId,
      now,
      keepWords: keepMessages,
    },
    summaries: {
      neon,
      complete: (messages) =>
        openrouter.complete(messages, AbortSignal.timeout(settings.TIMEOUT_MODEL_MS)),
      now,
      newId,
      maxPerRun: settings.ARCHIVE_SUMMARIES_PER_RUN,
    },
    erasure: createErasure({
      neon,
      redis,
      points: pointsFor(settings),
      tokenHours: settings.SESSION_TOKEN_HOURS,
    }),
    redis,
    now,
    retentionDays: settings.RETENTION_DAYS,
    keepMessages,
    subrequestBudget: settings.SUBREQUEST_BUDGET,
  }
}
