import * as z from 'zod/mini'
import { runTotals } from '../chat/run-totals.ts'

const day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/))
const moment = z.iso.datetime({ offset: true })

/** How many days the figures go back, today among them. */
export const Period = z.strictObject({
  days: z._default(z.pipe(z.enum(['7', '30', '90']), z.transform(Number)), 30),
})

export const Usage = z.object({
  day,
  questions: z.int(),
  sessions: z.int(),
  answered: z.int(),
  from_cache: z.int(),
  degraded: z.int(),
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
})

export const Latency = z.object({
  day,
  from_cache: z.boolean(),
  questions: z.int(),
  p50_ms: z.number(),
  p95_ms: z.number(),
  p99_ms: z.number(),
})

export const Savings = z.object({
  day,
  questions: z.int(),
  exact_hits: z.int(),
  near_hits: z.int(),
  /** Absent on a day without hits, or without anything else to compare them with. */
  saved_ms_each: z.optional(z.number()),
})

export const Outcomes = z.object({
  day,
  outcome: z.enum(['resolved', 'escalated', 'abandoned']),
  outcome_basis: z.enum(['assumed', 'confirmed']),
  sessions: z.int(),
  average_turns: z.optional(z.number()),
})

export const CitedPage = z.object({
  source: z.string(),
  chapter: z.string(),
  citations: z.int(),
  last_cited_at: moment,
})

export const PageFeedback = z.object({
  source: z.string(),
  chapter: z.string(),
  up: z.int(),
  down: z.int(),
})

export const RunHealth = z.object({
  run_id: z.int(),
  status: z.enum(['running', 'completed', 'failed']),
  started_at: moment,
  completed_at: z.optional(moment),
  ...runTotals,
  error_message: z.optional(z.string()),
  failed_chapters: z.int(),
  /** At which commit each repository was listed, and what that commit says. */
  commits: z.optional(z.array(z.object({ commit: z.string(), subject: z.string() }))),
  /** Gaps that it closed, and answers that it broke; absent until all has been asked again. */
  gaps_closed: z.optional(z.int()),
  answers_broken: z.optional(z.int()),
})

export const WebhookHealth = z.object({
  webhook_id: z.string(),
  url: z.string(),
  active: z.boolean(),
  failing_since: z.optional(moment),
  delivered: z.int(),
  waiting: z.int(),
  dead: z.int(),
  average_response_ms: z.optional(z.number()),
})

/** How a budget of the day stands: in tokens, or in the money of the prices that are set. */
export const BudgetFigures = z.object({
  day,
  measure: z.enum(['tokens', 'money']),
  limit: z.number(),
  spent: z.number(),
  is_reached: z.boolean(),
})

/** What became of the challenges that were asked of who opened sessions. */
export const ChallengeFigures = z.object({
  day,
  kind: z.enum(['proof-of-work', 'turnstile']),
  asked: z.int(),
  passed: z.int(),
  refused: z.int(),
})

/** The owner's numbers from `since` on; days without any have no row. */
export const Overview = z.object({
  days: z.int(),
  since: day,
  usage: z.array(Usage),
  latency: z.array(Latency),
  savings: z.array(Savings),
  outcomes: z.array(Outcomes),
  cited_pages: z.array(CitedPage),
  feedback: z.array(PageFeedback),
  ingestion_runs: z.array(RunHealth),
  webhooks: z.array(WebhookHealth),
  challenges: z.array(ChallengeFigures),
  /** The deployment's budgets of today; absent while Redis is away. */
  budgets: z.optional(z.array(BudgetFigures)),
})

export type Overview = z.infer<typeof Overview>

/** The page, and the place in it, whose passage is nearest in meaning. */
export const NearestPage = z.object({
  source: z.string(),
  chapter: z.string(),
  section: z.string(),
  url: z.string(),
})

/** Refused questions that are much alike. */
export const QuestionGroup = z.object({
  /** The question that is most like all the others. */
  question: z.string(),
  times: z.int(),
  last_asked_at: moment,
  best_confidence: z.optional(z.number()),
  /** How many differently worded questions it holds; the most asked of them are listed. */
  wordings: z.int(),
  questions: z.array(z.object({ question: z.string(), times: z.int() })),
  nearest_page: z.optional(NearestPage),
})

export const UnansweredQuestions = z.object({
  days: z.int(),
  /** Whether what was asked is kept at all: QUERY_LOG_TEXT. */
  are_texts_kept: z.boolean(),
  /** Whether there were more questions than are grouped; the most asked ones are. */
  is_cut: z.boolean(),
  grouped_by: z.enum(['meaning', 'words']),
  degraded: z.array(z.string()),
  data: z.array(QuestionGroup),
})

export type QuestionGroup = z.infer<typeof QuestionGroup>
export type UnansweredQuestions = z.infer<typeof UnansweredQuestions>
