import type * as z from 'zod/mini'
import { readable } from '../chat/filter.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { emptyState, erasedState, stateKey } from '../conversation/conversation-state.ts'
import { createEndings } from '../conversation/endings.ts'
import { createReadersSide } from '../conversation/escalation/readers-side.ts'
import { type HistoryQuery, readHistory } from '../conversation/history.ts'
import { type HousekeepingDeps, keepHouse } from '../conversation/housekeeping.ts'
import { readIdentityToken } from '../conversation/identity-token.ts'
import { createSessions, type NewSession } from '../conversation/sessions.ts'
import { createSharedAnswers } from '../conversation/shared-answers.ts'
import { createUsers } from '../conversation/users/users.ts'
import type { Settings } from '../env.ts'
import { createAdmission } from '../limits/admission.ts'
import { createProver } from '../limits/challenge-prover.ts'
import { createChallengeTally } from '../limits/challenge-tally.ts'
import type { Gate } from '../limits/gate.ts'
import type { Newcomer } from '../limits/newcomer.ts'
import { createProofOfWork } from '../limits/proof-of-work.ts'
import { passes } from '../retrieval/passage-columns.ts'
import { readAnsweringTexts, requireAnsweringTexts } from './answering/answering-texts.ts'
import { deskFor, inForce, readDesk } from './answering/in-force.ts'
import { blocksFor } from './answering/turned-away.ts'
import { newId, now, turnstileFor } from './doors.ts'
import { erasureFor } from './erasure.ts'
import { healthServices } from './health.ts'
import {
  isInboxWatched,
  neonFor,
  openRouterFor,
  publisherFor,
  redisFor,
  relayFor,
  restFor,
  troublesFor,
  wakerFor,
} from './upstreams.ts'

/** What the sessions function needs. */
export function sessionServices(settings: Settings) {
  const redis = redisFor(settings)
  const neon = neonFor(settings)
  const publish = publisherFor(settings)
  const { wake } = wakerFor(settings)
  const relay = relayFor(settings)
  const houseRest = restFor(settings, 'house')
  const erasure = erasureFor(settings)
  const conversationTtlSeconds = settings.CONVERSATION_TTL_SECONDS
  return {
    ...healthServices(settings),
    ...admissionFor(settings, redis),
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
      relay,
      isInboxWatched: isInboxWatched(settings),
      publicUrl: settings.PUBLIC_URL?.replace(/\/+$/, ''),
      sessionSecret: settings.SESSION_SECRET,
    }),
    escalations: createReadersSide({ neon, wake, relay, newId, now }),
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
    sharedAnswers: createSharedAnswers({
      neon,
      redis,
      newId,
      days: settings.SHARED_ANSWER_DAYS,
      isFor: (groups) => passes(readable({ groups })),
      readTexts: () => readAnsweringTexts(settings),
    }),
    history: (id: string, query: z.infer<typeof HistoryQuery>) => readHistory(id, query, { neon }),
    sessions: createSessions({
      neon: neonFor(settings, settings.TIMEOUT_NEW_SESSION_MS),
      newId,
      now,
      tokenSecret: settings.SESSION_SECRET,
      tokenHours: settings.SESSION_TOKEN_HOURS,
      identitySecret: settings.IDENTITY_SECRET,
      isInboxWatched: isInboxWatched(settings),
      canShare: settings.SHARED_ANSWER_DAYS > 0 && settings.QUERY_LOG_TEXT,
      async begin(id, memory, hasPerson) {
        const state = JSON.stringify(emptyState(memory, hasPerson))
        const pipeline = redis.commands.pipeline()
        pipeline.set(stateKey(id), state, { ex: conversationTtlSeconds, nx: true })
        // The question that is to follow finds them read.
        const texts = readAnsweringTexts(settings)
        await Promise.all([houseRest.end(pipeline), pipeline.exec(), texts])
      },
    }),
  }
}

/** Who is let in, and what became of the challenges that others were asked. */
function admissionFor(settings: Settings, redis: RedisDoor) {
  const tally = createChallengeTally({
    neon: neonFor(settings),
    publish: publisherFor(settings),
    now,
  })
  const { admit } = createAdmission({
    redis,
    now,
    sessionsPerHour: settings.RATE_LIMIT_NEW_SESSIONS_PER_HOUR,
    challenge: {
      when: () => inForce(settings).CHALLENGE,
      addressSessions: settings.CHALLENGE_ADDRESS_SESSIONS_PER_MINUTE,
      deploymentSessions: settings.CHALLENGE_SESSIONS_PER_MINUTE,
    },
    prover: createProver({
      work: createProofOfWork({
        secret: settings.SESSION_SECRET,
        bits: settings.CHALLENGE_BITS,
        newId,
        now,
      }),
      turnstile: turnstileFor(settings),
      noteFailure: (error) => troublesFor(settings).note('turnstile', error),
      tally,
      now,
    }),
    tally,
    isRuleKnown: () => deskFor(settings).isFresh(),
    requireOpen: blocksFor(settings).requireOpen,
    beside: (batch) => readDesk(settings, batch),
    isLive: async (session, batch) => (await batch.get(stateKey(session))) !== erasedState,
  })
  return {
    challenges: { flush: () => Promise.all([tally.flush(), troublesFor(settings).flush()]) },
    /** Lets a caller open a session; an identity token that is not right is unauthorized. */
    async admit(
      { identity_token: token, challenge: answer, ...caller }: AskedSession,
      gate: Gate,
    ): Promise<string | undefined> {
      if (token) await readIdentityToken(token, settings.IDENTITY_SECRET, now())
      return await admit(
        { ...caller, session: caller.held, isIdentified: token !== undefined, answer },
        gate,
      )
    },
  }
}

type AskedSession = z.infer<typeof NewSession> & { address: string; held: Newcomer['session'] }

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
      readTexts: () => requireAnsweringTexts(settings),
    },
    summaries: {
      neon,
      complete: (messages) =>
        openrouter.complete(messages, AbortSignal.timeout(settings.TIMEOUT_MODEL_MS)),
      now,
      newId,
      maxPerRun: settings.ARCHIVE_SUMMARIES_PER_RUN,
    },
    erasure: erasureFor(settings, settings.TIMEOUT_INGESTION_MS),
    redis,
    now,
    retentionDays: settings.RETENTION_DAYS,
    keepMessages,
    subrequestBudget: settings.SUBREQUEST_BUDGET,
  }
}
