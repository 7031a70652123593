import * as z from 'zod/mini'
import { type Neon, type Statement, sql } from '../clients/neon.ts'
import type { QuestionGroup, UnansweredQuestions } from './figures.ts'
import { type GroupDeps, groupQuestions } from './group-questions.ts'
import type { Grouped } from './kept-grouping.ts'
import { firstDay } from './overview.ts'

/** As many wordings as are grouped, and the characters of each. */
export const mostQuestions = 200
export const mostCharacters = 300
const listedWordings = 12

export interface UnansweredDeps extends GroupDeps {
  neon: Neon
  /** Whether what was asked is kept at all. */
  keepsTexts: boolean
}

/** A wording, and how often it was asked. */
export const AskedRow = z.object({
  question: z.string(),
  times: z.int(),
  last_asked_at: z.date(),
  best_confidence: z.nullable(z.number()),
})

type AskedRow = z.infer<typeof AskedRow>

/**
 * What readers asked or searched and the book did not answer in so many days, grouped by likeness, most asked
 * first, each group with the page that it belongs near.
 */
export const readUnanswered = (days: number, deps: UnansweredDeps): Promise<UnansweredQuestions> =>
  groupedFrom(unansweredSince(days), days, deps)

/** Groups the wordings that a statement finds, one more than are grouped at most. */
export async function groupedFrom(
  wordings: Statement<AskedRow>,
  days: number,
  deps: UnansweredDeps,
): Promise<UnansweredQuestions> {
  const found = deps.keepsTexts ? await deps.neon.run(wordings) : []
  const questions = found.slice(0, mostQuestions)
  const { grouped_by, degraded, groups } = await groupQuestions(questions, deps)
  return {
    days,
    are_texts_kept: deps.keepsTexts,
    is_cut: found.length > mostQuestions,
    grouped_by,
    degraded,
    data: groups.map((one) => toGroup(one, questions)),
  }
}

/**
 * The refused questions of so many days, the searches without a hit and what agents reported, each
 * wording once, the most asked first.
 */
export const unansweredSince = (days: number) => sql(AskedRow)`
  select left((array_agg(question order by created_at desc))[1], ${mostCharacters}::int) as question,
    sum(times)::int as times, max(created_at) as last_asked_at, max(confidence) as best_confidence
  from (
    -- Those written alike first: what has to be put in order is less by far.
    select question, count(*) as times, max(created_at) as created_at, max(confidence) as confidence
    from (
      select question, confidence, created_at from unanswered_log where created_at >= ${firstDay(days)}
      union all
      select words, null, created_at from searches
      where hits = 0 and words is not null and created_at >= ${firstDay(days)}
      union all
      select concat_ws(': ', path, problem), null, created_at from problem_reports
      where problem is not null and created_at >= ${firstDay(days)}) as missed
    group by question) as wordings
  group by lower(question) order by times desc, last_asked_at desc, lower(question)
  limit ${mostQuestions + 1}`

function toGroup({ members, medoid, nearest_page }: Grouped, all: AskedRow[]): QuestionGroup {
  const questions = members.flatMap((index) => all[index] ?? [])
  const confidences = questions.flatMap(({ best_confidence }) => best_confidence ?? [])
  const lastAsked = Math.max(...questions.map(({ last_asked_at }) => last_asked_at.getTime()))
  return {
    question: all[medoid]?.question ?? '',
    times: questions.reduce((sum, { times }) => sum + times, 0),
    last_asked_at: new Date(lastAsked).toISOString(),
    ...(confidences.length > 0 && { best_confidence: Math.max(...confidences) }),
    wordings: questions.length,
    questions: questions
      .slice(0, listedWordings)
      .map(({ question, times }) => ({ question, times })),
    ...(nearest_page && { nearest_page }),
  }
}
