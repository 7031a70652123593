import type { Update } from 'grammy/types'
import type * as z from 'zod/mini'
import { readOverview } from '../admin/overview.ts'
import { readUnanswered } from '../admin/unanswered.ts'
import { type AnswerDeps, answer } from '../answer/answer.ts'
import type { Draft } from '../answer/draft.ts'
import { finish } from '../answer/finish.ts'
import { createJournal } from '../answer/journal.ts'
import { replay } from '../answer/replay.ts'
import { cacheKeyOf, forget, forgetAll } from '../cache/answer-cache.ts'
import { findNear } from '../cache/near-answers.ts'
import type { Question } from '../chat/question.ts'
import { createAnswerPoints } from '../clients/answer-points.ts'
import { createGitHub } from '../clients/github.ts'
import { createNeon } from '../clients/neon.ts'
import { createOpenRouter } from '../clients/openrouter.ts'
import { createQdrant } from '../clients/qdrant.ts'
import { createRedis } from '../clients/redis.ts'
import { createTelegram } from '../clients/telegram.ts'
import { emptyState, stateKey } from '../conversation/conversation-state.ts'
import { createEndings } from '../conversation/endings.ts'
import { createErasure } from '../conversation/erasure.ts'
import { type NewFeedback, rate } from '../conversation/feedback.ts'
import { type HistoryQuery, readHistory } from '../conversation/history.ts'
import { type HousekeepingDeps, keepHouse } from '../conversation/housekeeping.ts'
import { createSessions } from '../conversation/sessions.ts'
import { createUsers } from '../conversation/users.ts'
import type { Settings } from '../env.ts'
import { type ActiveEmbedding, createActiveEmbedding } from '../index/active-embedding.ts'
import { createIngestion } from '../ingest/run/ingestion.ts'
import { retrieve } from '../retrieval/retrieve.ts'
import type { Standalone } from '../retrieval/standalone.ts'
import { type Call, takeUpdate } from '../telegram/bot.ts'
import { createConversations } from '../telegram/conversations.ts'
import { createBreaker } from '../upstream/breaker.ts'
import { createLocalLimit } from '../upstream/local-limit.ts'
import { createStopwatch } from '../upstream/outcome.ts'
import { deliver } from '../webhooks/deliver.ts'
import { createDeliveries } from '../webhooks/deliveries.ts'
import type { Event } from '../webhooks/events.ts'
import { createIdempotency } from '../webhooks/idempotency.ts'
import { createPublisher } from '../webhooks/publish.ts'
import { recordEvents } from '../webhooks/record.ts'
import { createRegistry } from '../webhooks/registry.ts'
import { createSigner } from '../webhooks/signature.ts'
import { createWaker } from '../webhooks/wake.ts'
import { wakeDue } from '../webhooks/wake-due.ts'

const now = () => Date.now()
const newId = () => crypto.randomUUID()

// About what a token is in running text.
const charactersPerToken = 4

// Qwen3 embedding models take an instruction with a query, and a passage as it is.
const asQuery = (question: string) =>
  `Instruct: Given a reader's question, retrieve passages of the book that answer it\nQuery: ${question}`

/** What the sessions function needs. */
export function sessionServices(settings: Settings) {
  const redis = redisFor(settings)
  const neon = neonFor(settings)
  const { wake } = wakerFor(settings)
  const erasure = createErasure({ neon, redis, points: pointsFor(settings) })
  const conversationTtlSeconds = settings.CONVERSATION_TTL_SECONDS
  return {
    redis,
    now,
    publish: publisherFor(settings),
    keepHouse: () => keepHouse(housekeepingFor(settings)),
    endings: createEndings({ neon, wake, newId, now }),
    erasure,
    users: createUsers({
      neon,
      redis,
      erasure,
      newId,
      now,
      identitySecret: settings.IDENTITY_SECRET,
      conversationTtlSeconds,
    }),
    history: (id: string, query: z.infer<typeof HistoryQuery>) => readHistory(id, query, { neon }),
    sessions: createSessions({
      neon,
      newId,
      now,
      tokenSecret: settings.SESSION_SECRET,
      tokenHours: settings.SESSION_TOKEN_HOURS,
      identitySecret: settings.IDENTITY_SECRET,
      remember: (id, memory) =>
        redis.commands.set(stateKey(id), JSON.stringify(emptyState(memory)), {
          ex: conversationTtlSeconds,
        }),
    }),
  }
}

function housekeepingFor(settings: Settings): HousekeepingDeps {
  const neon = neonFor(settings, settings.TIMEOUT_INGESTION_MS)
  const openrouter = openRouterFor(settings)
  const keepMessages = settings.PERSIST_MESSAGES
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
      maxPerRun: settings.ARCHIVE_SUMMARIES_PER_RUN,
    },
    erasure: createErasure({ neon, redis: redisFor(settings), points: pointsFor(settings) }),
    now,
    retentionDays: settings.RETENTION_DAYS,
    keepMessages,
  }
}

/** What the chat function needs. */
export function chatServices(settings: Settings) {
  const neon = neonFor(settings)
  const redis = redisFor(settings)
  const openrouter = openRouterFor(settings)
  const journal = createJournal({
    neon,
    queue: settings.JOURNAL_QUEUE,
    keepMessages: settings.PERSIST_MESSAGES,
    keepLogText: settings.QUERY_LOG_TEXT,
  })
  const chatModel = settings.OPENROUTER_CHAT_MODEL
  const points = pointsFor(settings)
  const cache = { redis, points, now }
  const after = {
    journal,
    redis,
    points,
    publish: publisherFor(settings),
    chatModel,
    cacheTtlSeconds: settings.CACHE_TTL_SECONDS,
    conversationTtlSeconds: settings.CONVERSATION_TTL_SECONDS,
    now,
  }
  const active = createActiveEmbedding({
    model: settings.OPENROUTER_EMBEDDING_MODEL,
    dimensions: settings.EMBEDDING_DIMENSIONS,
  })
  const qdrant = qdrantFor(settings, settings.TIMEOUT_QDRANT_MS)
  const breaker = (upstream: string) =>
    createBreaker(upstream, {
      failures: settings.BREAKER_FAILURES,
      pauseMs: settings.BREAKER_PAUSE_MS,
      now,
    })
  const reachQdrant = breaker('Qdrant')
  const near = {
    ...cache,
    reachPoints: breaker('Answered questions'),
    threshold: settings.NEAR_MATCH_THRESHOLD,
    chatModel,
  }
  const deps: Omit<AnswerDeps, 'finish'> = {
    neon,
    redis,
    reachNeon: breaker('Neon'),
    reachRedis: breaker('Redis'),
    reachEmbedding: breaker('The embedding service'),
    reachModel: breaker('The model'),
    qdrant: { search: (...query) => reachQdrant(() => qdrant.search(...query)) },
    limitLocally: createLocalLimit(now),
    limits: {
      session: { tokens: settings.RATE_LIMIT_SESSION_PER_MINUTE, seconds: 60 },
      address: { tokens: settings.RATE_LIMIT_IP_PER_MINUTE, seconds: 60 },
      day: { tokens: settings.RATE_LIMIT_IP_PER_DAY, seconds: 86_400 },
    },
    noteEmbedding: active.note,
    nearTimeoutMs: settings.TIMEOUT_NEAR_MATCH_MS,
    embeddedBy: () => `${active.current().model}/${active.current().dimensions}`,
    findNear: (question, embedded, arrival, signal) =>
      findNear(question, embedded, arrival, near, signal),
    embedQuestion: async (text, signal, arrived) => {
      const either = AbortSignal.any([signal, AbortSignal.timeout(settings.TIMEOUT_EMBEDDING_MS)])
      const embed = async (by: ActiveEmbedding) =>
        (await openrouter.embed([asQuery(text)], either, by)).vectors[0] ?? []
      const by = active.current()
      const vector = await embed(by)
      // Redis, long since back as a rule, may have told that another model's vectors answer.
      await arrived?.catch(() => undefined)
      const now = active.current()
      const isSame = by.model === now.model && by.dimensions === now.dimensions
      return isSame ? vector : await embed(now)
    },
    complete: (messages, signal) =>
      openrouter.complete(
        messages,
        AbortSignal.any([signal, AbortSignal.timeout(settings.TIMEOUT_MODEL_MS)]),
      ),
    denseWeight: settings.RETRIEVAL_DENSE_WEIGHT,
    lexicalWeight: settings.RETRIEVAL_LEXICAL_WEIGHT,
    floor: settings.RETRIEVAL_FLOOR,
    sources: {
      limit: settings.RETRIEVAL_PASSAGES,
      maxCharacters: settings.RETRIEVAL_MAX_TOKENS * charactersPerToken,
    },
    firstTokenTimeoutMs: settings.TIMEOUT_FIRST_TOKEN_MS,
    rewriteTimeoutMs: settings.TIMEOUT_REWRITE_MS,
    chatModel,
    now,
  }
  const rating = {
    neon,
    forget: (cacheKey: string) => forget(cacheKey, cache),
    wake: wakerFor(settings).wake,
    newId,
    now,
    keepText: settings.QUERY_LOG_TEXT,
  }
  return {
    journal,
    now,
    newId,
    /** Notes what a reader thinks of an answer. */
    rate: (feedback: NewFeedback, sessionId: string) => rate(feedback, sessionId, rating),
    /** What a reader has not heard yet of an answer. */
    replay: (queryId: string, sessionId: string, lastId: number) =>
      replay(queryId, sessionId, lastId, { neon, redis }),
    /** Forgets all cached answers, or one by its hash. */
    purge: (hash?: string) =>
      hash === undefined ? forgetAll(cache) : forget(cacheKeyOf(hash), cache),
    /** Finds passages as an answer does: what evaluation measures. */
    retrieve: (question: Question, asked: Standalone) =>
      retrieve(question, asked, deps, createStopwatch(now), new AbortController().signal),
    /** Answers a question; `afterwards` keeps the Worker alive for what follows the last byte. */
    answer: (question: Question, left: AbortSignal, afterwards: (work: Promise<void>) => void) =>
      answer(
        question,
        { ...deps, finish: (draft: Draft) => afterwards(finish(draft, after)) },
        left,
      ),
  }
}

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

/** What the webhooks function needs. */
export function webhookServices(settings: Settings) {
  const neon = neonFor(settings)
  const waker = wakerFor(settings)
  const publish = publisherFor(settings)
  const signer = createSigner(settings.WEBHOOK_SECRET_KEY)
  const allowPrivate = settings.WEBHOOK_ALLOW_PRIVATE
  const deliverNow = (webhookId: string) =>
    deliver(webhookId, {
      neon,
      waker,
      signer,
      allowPrivate,
      now,
      fetch: (input, init) => fetch(input, init),
      timeoutMs: settings.WEBHOOK_TIMEOUT_MS,
      schedule: { retrySeconds: settings.WEBHOOK_RETRY_SECONDS, random: Math.random },
      maxPerRun: settings.WEBHOOK_DELIVERIES_PER_RUN,
      deactivated: (webhook_id) =>
        publish({
          type: 'error.occurred',
          data: { component: 'webhooks', message: 'A webhook was deactivated', webhook_id },
        }),
    })
  return {
    webhooks: createRegistry({ neon, signer, newId, allowPrivate }),
    deliveries: createDeliveries({ neon, newId, now }),
    idempotency: createIdempotency({ neon, secretKey: settings.WEBHOOK_SECRET_KEY }),
    wake: waker.wake,
    deliver: deliverNow,
    record: async (event: Event) => await neon.run(recordEvents([event])),
    wakeDue: () =>
      wakeDue({ neon, waker, deliver: deliverNow, logDays: settings.WEBHOOK_LOG_DAYS }),
  }
}

/** What the admin function needs. */
export function adminServices(settings: Settings) {
  const neon = neonFor(settings, settings.TIMEOUT_INGESTION_MS)
  const openrouter = openRouterFor(settings)
  const unanswered = {
    neon,
    redis: redisFor(settings),
    qdrant: qdrantFor(settings, settings.TIMEOUT_QDRANT_MS),
    embedQuestions: async (questions: string[], by: ActiveEmbedding) => {
      const signal = AbortSignal.timeout(settings.TIMEOUT_INGESTION_MS)
      return (await openrouter.embed(questions.map(asQuery), signal, by)).vectors
    },
    embedding: {
      model: settings.OPENROUTER_EMBEDDING_MODEL,
      dimensions: settings.EMBEDDING_DIMENSIONS,
    },
    threshold: settings.UNANSWERED_LIKENESS,
    keepsTexts: settings.QUERY_LOG_TEXT,
  }
  return {
    overview: (days: number) => readOverview(days, neon),
    unanswered: (days: number) => readUnanswered(days, unanswered),
  }
}

/** What the Telegram function needs: what sessions and chat do, and Telegram. */
export function telegramServices(settings: Settings) {
  const ofSessions = sessionServices(settings)
  const { redis, sessions, endings, publish } = ofSessions
  const { answer } = chatServices(settings)
  const deps = {
    redis,
    endings,
    answer,
    newId,
    now,
    telegram: createTelegram({
      token: settings.TELEGRAM_BOT_TOKEN ?? '',
      apiUrl: settings.TELEGRAM_API_URL,
      timeoutMs: settings.TIMEOUT_TELEGRAM_MS,
    }),
    conversations: createConversations({
      redis,
      sessions,
      publish,
      now,
      identitySecret: settings.IDENTITY_SECRET,
      newSessionLimit: { tokens: settings.RATE_LIMIT_NEW_SESSIONS_PER_HOUR, seconds: 3600 },
      ttlSeconds: settings.CONVERSATION_TTL_SECONDS,
    }),
  }
  return {
    ...ofSessions,
    takeUpdate: (update: Update, call: Call) => takeUpdate(update, call, deps),
  }
}

const neonFor = (settings: Settings, timeoutMs = settings.TIMEOUT_NEON_MS) =>
  createNeon({
    url: settings.DATABASE_URL,
    httpUrl: settings.NEON_HTTP_URL,
    timeoutMs,
  })

const redisFor = (settings: Settings) =>
  createRedis({
    url: settings.UPSTASH_REDIS_REST_URL,
    token: settings.UPSTASH_REDIS_REST_TOKEN,
    timeoutMs: settings.TIMEOUT_REDIS_MS,
  })

const qdrantFor = (settings: Settings, timeoutMs: number) =>
  createQdrant({
    url: settings.QDRANT_URL,
    apiKey: settings.QDRANT_API_KEY,
    collection: settings.QDRANT_COLLECTION,
    timeoutMs,
  })

const pointsFor = (settings: Settings, timeoutMs = settings.TIMEOUT_QDRANT_MS) =>
  createAnswerPoints({
    url: settings.QDRANT_URL,
    apiKey: settings.QDRANT_API_KEY,
    collection: settings.QDRANT_COLLECTION,
    timeoutMs,
  })

const openRouterFor = (settings: Settings) =>
  createOpenRouter({
    baseUrl: settings.OPENROUTER_BASE_URL,
    apiKey: settings.OPENROUTER_API_KEY,
    embeddingModel: settings.OPENROUTER_EMBEDDING_MODEL,
    dimensions: settings.EMBEDDING_DIMENSIONS,
    chatModel: settings.OPENROUTER_CHAT_MODEL,
    fallbackModels: settings.OPENROUTER_FALLBACK_MODELS,
    maxTokens: settings.ANSWER_MAX_TOKENS,
  })

const wakerFor = (settings: Settings) => createWaker({ queue: settings.WEBHOOKS_QUEUE })

const publisherFor = (settings: Settings) =>
  createPublisher({
    neon: neonFor(settings),
    queue: settings.WEBHOOKS_QUEUE,
    waker: wakerFor(settings),
    newId,
    now,
  })
