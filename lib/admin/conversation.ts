import * as z from 'zod/mini'
import { type Neon, sql } from '../clients/neon.ts'
import type { Budgets } from '../limits/budget.ts'
import { Problem } from '../problem.ts'
import { ConversationLine, channelOf } from './conversations.ts'
import { moneyOf } from './money.ts'

const mostTurns = 200

/** A source as it was when the answer was given; without its text where texts are not kept. */
const TurnSource = z.looseObject({
  n: z.int(),
  source: z.string(),
  chapter: z.optional(z.string()),
  section: z.optional(z.string()),
  url: z.optional(z.string()),
  text: z.optional(z.string()),
  score: z.optional(z.number()),
  is_cited: z.optional(z.boolean()),
  verdicts: z.optional(z.array(z.enum(['verified', 'weak']))),
})

const Feedback = z.object({ reason: z.optional(z.string()), comment: z.optional(z.string()) })

const Verdict = z.object({ n: z.int(), status: z.enum(['verified', 'weak']) })

type Verdict = z.infer<typeof Verdict>

/** One question with its answer, and what it took. Texts are absent where they are not kept. */
const Turn = z.object({
  query_id: z.string(),
  asked_at: z.iso.datetime({ offset: true }),
  question: z.optional(z.string()),
  standalone_question: z.optional(z.string()),
  selected_text: z.optional(z.string()),
  answer: z.optional(z.string()),
  answered: z.optional(z.boolean()),
  finish: z.optional(z.string()),
  cached: z.optional(z.string()),
  degraded: z.array(z.string()),
  confidence: z.optional(z.number()),
  latency_ms: z.optional(z.number()),
  timings: z.record(z.string(), z.number()),
  model: z.optional(z.string()),
  prompt_tokens: z.optional(z.int()),
  completion_tokens: z.optional(z.int()),
  /** In the money of the prices that are set; absent where none are. */
  money: z.optional(z.number()),
  rating: z.optional(z.enum(['up', 'down'])),
  feedback: z.optional(Feedback),
  sources: z.array(TurnSource),
  /** What the check said of each citation, by the number of its source. */
  verdicts: z.array(Verdict),
})

const LoggedTurn = z.omit(Turn, { verdicts: true, money: true })

const HandOff = z.object({
  reason: z.string(),
  contact: z.optional(z.string()),
  created_at: z.iso.datetime({ offset: true }),
})

/** A conversation as its reader saw it, with what each answer rests on and took. */
export const Conversation = z.object({
  session_id: z.string(),
  status: ConversationLine.shape.status,
  channel: z.string(),
  origin: z.optional(z.string()),
  started_at: z.iso.datetime({ offset: true }),
  last_active_at: z.iso.datetime({ offset: true }),
  summary: z.optional(z.string()),
  turns: z.array(Turn),
  /** Whether there were more questions than are listed. */
  is_cut: z.boolean(),
  hand_offs: z.array(HandOff),
})

export type Conversation = z.infer<typeof Conversation>

const { turns: _turns, is_cut: _isCut, hand_offs: _handOffs, ...head } = Conversation.shape
const HeadRow = z.object({ found: z.object(head) })
const TurnRow = z.object({ found: LoggedTurn })
const HandOffRow = z.object({ found: HandOff })

export interface ConversationDeps {
  neon: Neon
  prices: Budgets['prices']
  /** What the check of the citations says of an answer; the same as when it was given. */
  verdictsOf: (answer: string, sources: z.infer<typeof TurnSource>[]) => Verdict[]
}

/** Reads one conversation; an unknown one is not found. */
export async function readConversation(
  id: string,
  { neon, prices, verdictsOf }: ConversationDeps,
): Promise<Conversation> {
  const [[known], turns, handOffs] = await neon.transaction(
    [headOf(id), turnsOf(id), handOffsOf(id)],
    {
      readOnly: true,
    },
  )
  if (!known) throw new Problem('not-found', `There is no conversation ${id}.`)
  return {
    ...known.found,
    turns: turns.slice(0, mostTurns).map(({ found }) => ({
      ...found,
      ...moneyOf(found, prices),
      verdicts: found.answer === undefined ? [] : verdictsOf(found.answer, found.sources),
    })),
    is_cut: turns.length > mostTurns,
    hand_offs: handOffs.map(({ found }) => found),
  }
}

// As JSON a row's moments are ISO, its numbers numbers, and what is null is absent.
const headOf = (id: string) => sql(HeadRow)`
  select jsonb_strip_nulls(to_jsonb(one)) as found from (
    select s.id as session_id, s.status, ${channelOf} as channel, s.origin, s.created_at as started_at,
      s.last_active_at, m.summary
    from sessions s left join session_summaries m on m.session_id = s.id where s.id = ${id}) one`

const turnsOf = (id: string) => sql(TurnRow)`
  select jsonb_strip_nulls(to_jsonb(one)) as found from (
    select query_id, created_at as asked_at, question, standalone_question, selected_text, answer,
      answered, finish, cached, degraded, confidence, latency_ms, coalesce(timings, '{}') as timings,
      model, (usage ->> 'prompt_tokens')::int as prompt_tokens,
      (usage ->> 'completion_tokens')::int as completion_tokens, rating, feedback,
      coalesce(sources, '[]') as sources
    from query_logs where session_id = ${id} and query_id is not null
    order by created_at, id limit ${mostTurns + 1}::int) one`

const handOffsOf = (id: string) => sql(HandOffRow)`
  select jsonb_strip_nulls(jsonb_build_object('reason', reason, 'contact', contact,
    'created_at', created_at)) as found
  from escalations where session_id = ${id} order by created_at limit 20`
