import type * as z from 'zod/mini'
import { type AuditQuery, readAudit } from '../admin/audit.ts'
import { readBudgets } from '../admin/budget.ts'
import { type ConversationDeps, readConversation } from '../admin/conversation.ts'
import { type ConversationQuery, listConversations } from '../admin/conversations.ts'
import { readCosts } from '../admin/costs.ts'
import { type AnsweredQuery, listAnswered } from '../admin/gaps/answered-questions.ts'
import {
  beginCheck,
  changeGap,
  type GapChange,
  type GapQuery,
  listGaps,
  listRegressions,
  type RegressionQuery,
  readGapToShow,
} from '../admin/gaps/gap-list.ts'
import { openGap } from '../admin/gaps/open-gap.ts'
import { readOverview } from '../admin/overview.ts'
import { listRated, type RatedQuery } from '../admin/rated-answers.ts'
import { readTopQuestions } from '../admin/top-questions.ts'
import { readTroubles } from '../admin/troubles.ts'
import { readUnanswered } from '../admin/unanswered.ts'
import { Source } from '../chat/events.ts'
import { citations } from '../citations/citations.ts'
import { withLogged } from '../citations/logged-verdicts.ts'
import type { Settings } from '../env.ts'
import type { ActiveEmbedding } from '../index/active-embedding.ts'
import { embedQuestions } from '../index/embed-question.ts'
import { Problem } from '../problem.ts'
import { readAnsweringTexts } from './answering/answering-texts.ts'
import { abuseServices } from './desk/abuse.ts'
import { freshnessServices } from './desk/freshness.ts'
import { receiptServices } from './desk/receipts.ts'
import { deskAdminServices } from './desk/settings.ts'
import { whyServices } from './desk/why.ts'
import { newId, now } from './doors.ts'
import { askGaps } from './gaps/ask-gaps.ts'
import { openGapIssue } from './gaps/gap-care.ts'
import { healthServices } from './health.ts'
import { deedServices } from './messengers/helpdesks.ts'
import { inboxServices } from './messengers/inbox.ts'
import { readerServices } from './readers.ts'
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
    topQuestions: (days: number) => readTopQuestions(days, unanswered),
    freshness: freshnessServices(settings),
    troubles: (days: number) => readTroubles(days, neon),
    conversations: (query: ConversationQuery) => listConversations(query, neon),
    async conversation(id: string) {
      await readAnsweringTexts(settings)
      return await readConversation(id, { neon, prices, verdictsOf })
    },
    rated: (query: RatedQuery) => listRated(query, neon),
    costs: () => readCosts(neon, prices),
    readers: readerServices(settings),
    inbox: inboxServices(settings),
    ...deedServices(settings),
    desk: deskAdminServices(settings),
    why: whyServices(settings),
    receipts: receiptServices(settings),
    abuse: abuseServices(settings),
    gapList: {
      list: (query: z.infer<typeof GapQuery>) => listGaps(query, neon),
      open: async (queryId: string) =>
        await readGapToShow(await openGap(queryId, newId, neon), neon),
      change: (id: string, change: z.infer<typeof GapChange>) => changeGap(id, change, neon),
      regressions: (query: z.infer<typeof RegressionQuery>) => listRegressions(query, neon),
      issue: (id: string) => openGapIssue(id, settings, (gapId) => readGapToShow(gapId, neon)),
      answered: (query: z.infer<typeof AnsweredQuery>) => listAnswered(query, neon),
      check: () => checkGaps(settings, neon),
    },
    audit: (query: z.infer<typeof AuditQuery>) => readAudit(query, neon),
  }
}

/**
 * What the check says of a logged answer; a source that is no longer whole says nothing. What is null was
 * left out of it.
 */
const verdictsOf: ConversationDeps['verdictsOf'] = (answer, sources) => {
  const whole = sources.flatMap(
    (source) => Source.safeParse({ passage_id: null, ...source }).data ?? [],
  )
  return withLogged(citations(answer, whole), sources).map(({ n, status }) => ({ n, status }))
}

/** Has all that the latest run was asked asked again. */
async function checkGaps(settings: Settings, neon: ReturnType<typeof neonFor>): Promise<number> {
  const runId = await beginCheck(neon)
  if (runId === undefined) throw new Problem('conflict', 'No ingestion run has been completed yet.')
  if (await askGaps(runId, settings)) return runId
  throw new Problem('conflict', 'GAPS_ASKED_PER_RUN is 0: nothing is asked again.')
}
