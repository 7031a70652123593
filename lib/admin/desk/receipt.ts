import * as z from 'zod/mini'
import type { AnswerDocument } from '../../chat/events.ts'
import { Filter } from '../../chat/filter.ts'
import { type Neon, sql } from '../../clients/neon.ts'
import { DeskValues } from '../../desk/values.ts'
import type { Budgets } from '../../limits/budget.ts'
import { Problem } from '../../problem.ts'
import { cleanText, someText } from '../../text/clean-text.ts'
import { moneyOf } from '../money.ts'

export const ReplayRequest = z.strictObject({ query_id: z.uuidv4() })

const Source = z.object({
  n: z.int(),
  passage_id: z.nullable(z.string()),
  source: z.string(),
  chapter: z.string(),
  section: z.string(),
  url: z.string(),
})

const Status = z.enum(['verified', 'weak'])

/** What an answer was, or would be: its words, what it rests on, and what it takes. */
const Receipt = z.object({
  at: z.iso.datetime({ offset: true }),
  answered: z.boolean(),
  answer: z.optional(z.string()),
  sources: z.array(Source),
  /** By the number of its source; absent for what was logged before verdicts were. */
  verdicts: z.optional(z.array(z.object({ n: z.int(), status: Status }))),
  degraded: z.array(z.string()),
  confidence: z.optional(z.number()),
  model: z.optional(z.string()),
  prompt_tokens: z.optional(z.int()),
  completion_tokens: z.optional(z.int()),
  money: z.optional(z.number()),
  latency_ms: z.number(),
})

/** An answer as it was given, beside what today's index, prompt and model make of its question. */
export const Replay = z.object({
  query_id: z.string(),
  question: z.string(),
  given: Receipt,
  now: Receipt,
  /** What the one rests on and the other does not, by passage. */
  sources_added: z.int(),
  sources_removed: z.int(),
})

/** A question to try settings on before they are saved. */
export const PreviewRequest = z.strictObject({
  question: someText(2000),
  page: z.optional(cleanText.check(z.minLength(1), z.maxLength(500))),
  filter: z.optional(Filter),
  values: DeskValues,
})

export const Preview = z.object({ question: z.string(), now: Receipt, changed: Receipt })

export type Preview = z.infer<typeof Preview>

export type Replay = z.infer<typeof Replay>
type Receipt = z.infer<typeof Receipt>

const LoggedSource = z.looseObject({
  ...z.partial(Source).shape,
  n: z.int(),
  verdicts: z.optional(z.array(Status)),
})

const Logged = z.object({
  found: z.extend(z.omit(Receipt, { money: true, verdicts: true }), {
    question: z.optional(z.string()),
    asked_with: z.optional(z.object({ filter: z.optional(Filter), page: z.optional(z.string()) })),
    sources: z.array(LoggedSource),
    selected_text: z.optional(z.string()),
  }),
})

/** An answer of the log, and how to ask for it again; throws where its words are not kept. */
export async function readReceipt(queryId: string, neon: Neon, prices: Budgets['prices']) {
  const [row] = await neon.run(sql(Logged)`
    select jsonb_strip_nulls(to_jsonb(one)) as found from (
      select created_at as at, coalesce(answered, false) as answered, answer,
        coalesce(standalone_question, question) as question, asked_with,
        selected_text, coalesce(sources, '[]') as sources, degraded,
        confidence, model, (usage ->> 'prompt_tokens')::int as prompt_tokens,
        (usage ->> 'completion_tokens')::int as completion_tokens, coalesce(latency_ms, 0) as latency_ms
      from query_logs where query_id = ${queryId}) one`)
  if (!row) throw new Problem('not-found', `There is no question ${queryId}.`)
  const { question, asked_with, selected_text, sources, ...receipt } = row.found
  if (question === undefined)
    throw new Problem(
      'gone',
      'The words of this question are not kept, so it cannot be asked again.',
    )
  const given: Receipt = {
    ...receipt,
    sources: sources.flatMap(
      (source) => Source.safeParse({ passage_id: null, ...source }).data ?? [],
    ),
    ...verdictsIn(sources),
    ...moneyOf(receipt, prices),
  }
  const asked = { question, ...asked_with, ...(selected_text !== undefined && { selected_text }) }
  return { asked, given }
}

/** Of an answer that cites nothing, as of one from before verdicts were logged, nothing is said. */
function verdictsIn(sources: z.infer<typeof LoggedSource>[]): Pick<Receipt, 'verdicts'> {
  const found = sources.flatMap(({ n, verdicts = [] }) => verdicts.map((status) => ({ n, status })))
  return found.length > 0 ? { verdicts: found } : {}
}

/** What an answer of now takes and rests on. */
export function toReceipt(
  document: AnswerDocument,
  at: number,
  prices: Budgets['prices'],
): Receipt {
  const { answered, answer, sources, citations, degraded, usage, latency_ms } = document
  const tokens = usage && {
    prompt_tokens: usage.prompt_tokens,
    completion_tokens: usage.completion_tokens,
  }
  return {
    at: new Date(at).toISOString(),
    answered,
    answer,
    sources: sources.map(({ n, passage_id, source, chapter, section, url }) => ({
      ...{ n, passage_id, source, chapter, section, url },
    })),
    verdicts: citations.map(({ n, status }) => ({ n, status })),
    degraded,
    ...(usage && { model: usage.model, ...tokens, ...moneyOf({ ...tokens }, prices) }),
    latency_ms,
  }
}

/** What two answers rest on otherwise. */
export function differencesOf(given: Receipt, now: Receipt) {
  const ids = ({ sources }: Receipt) => new Set(sources.map(({ passage_id }) => passage_id))
  const [before, after] = [ids(given), ids(now)]
  return {
    sources_added: [...after].filter((id) => !before.has(id)).length,
    sources_removed: [...before].filter((id) => !after.has(id)).length,
  }
}
