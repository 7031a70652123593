import { readBudgets } from '../admin/budget.ts'
import { readConversation } from '../admin/conversation.ts'
import { type ConversationQuery, listConversations } from '../admin/conversations.ts'
import { readCosts } from '../admin/costs.ts'
import { readOverview } from '../admin/overview.ts'
import { listRated, type RatedQuery } from '../admin/rated-answers.ts'
import { readTroubles } from '../admin/troubles.ts'
import { readUnanswered } from '../admin/unanswered.ts'
import { Source } from '../chat/events.ts'
import { citations } from '../citations/citations.ts'
import type { Settings } from '../env.ts'
import type { ActiveEmbedding } from '../index/active-embedding.ts'
import { embedQuestions } from '../index/embed-question.ts'
import { now } from './doors.ts'
import { healthServices } from './health.ts'
import { budgetsOf, embeddingOf, neonFor, openRouterFor, qdrantFor, redisFor } from './upstreams.ts'

/** What the admin function needs. */
export function adminServices(settings: Settings) {
  const neon = neonFor(settings, settings.TIMEOUT_INGESTION_MS)
  const openrouter = openRouterFor(settings)
  const redis = redisFor(settings)
  const { prices } = budgetsOf(settings)
  const unanswered = {
    neon,
    redis,
    qdrant: qdrantFor(settings, settings.TIMEOUT_QDRANT_MS),
    embedQuestions: (questions: string[], by: ActiveEmbedding) =>
      embedQuestions(questions, by, { openrouter, timeoutMs: settings.TIMEOUT_INGESTION_MS }),
    embedding: embeddingOf(settings),
    threshold: settings.UNANSWERED_LIKENESS,
    keepsTexts: settings.QUERY_LOG_TEXT,
  }
  return {
    ...healthServices(settings),
    overview: async (days: number) => {
      const [overview, today] = await Promise.all([
        readOverview(days, neon),
        readBudgets(budgetsOf(settings), redis, now()),
      ])
      return { ...overview, ...(today && { budgets: today }) }
    },
    unanswered: (days: number) => readUnanswered(days, unanswered),
    troubles: (days: number) => readTroubles(days, neon),
    conversations: (query: ConversationQuery) => listConversations(query, neon),
    conversation: (id: string) => readConversation(id, { neon, prices, verdictsOf }),
    rated: (query: RatedQuery) => listRated(query, neon),
    costs: () => readCosts(neon, prices),
  }
}

/** What the check says of a logged answer; a source that is no longer whole says nothing. */
const verdictsOf = (answer: string, sources: unknown[]) =>
  citations(
    answer,
    sources.flatMap((source) => Source.safeParse(source).data ?? []),
  ).map(({ n, status }) => ({ n, status }))
