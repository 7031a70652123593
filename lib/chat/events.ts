import * as z from 'zod/mini'
import { placedText } from './passage.ts'
import { RetrievalMode } from './question.ts'

/** A passage an answer rests on. `passage_id` is a 63-bit integer in decimal. */
export const Source = z.object({
  n: z.int(),
  passage_id: z.nullable(z.string()),
  ...placedText,
  score: z.number(),
  is_primary: z.boolean(),
})

/** The sentence of passage `n` that carries a claim, and whether it was found to carry it. */
export const Citation = z.object({
  n: z.int(),
  quote: z.string(),
  /** The sentence of the answer that cites it. */
  claim: z.optional(z.string()),
  status: z.enum(['verified', 'weak']),
  /** Its passage's address, leading to the very words; empty where the passage has none. */
  url: z.optional(z.string()),
})

/** What a completion cost and which model gave it. */
export const Usage = z.object({
  model: z.string(),
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
})

/** Whether an answer was given before, to this very question or to one near by. */
export const CachedAs = z.union([z.literal(false), z.enum(['exact', 'near'])])

/**
 * Why a person is offered: the reader asked for one, or got no answer before either. `nobody` says that it
 * would be so, and that nobody is told: show the owner's contact, or nothing.
 */
export const HandOff = z.enum(['asked-for', 'refused-again', 'nobody'])

/**
 * How a reply ended: as the model meant it, at its limit of tokens, held back by a filter or a
 * refusal of the model's, or broken off. Only what ended by `stop` may be given again.
 */
export const Finish = z.enum(['stop', 'length', 'filtered', 'broken'])

export const Done = z.object({
  query_id: z.uuidv4(),
  answered: z.boolean(),
  finish: Finish,
  cached: CachedAs,
  degraded: z.array(z.string()),
  latency_ms: z.number(),
  timings: z.record(z.string(), z.number()),
  usage: z.optional(Usage),
  /** A person is offered: show the way to `POST /v1/sessions/:id/escalate`. */
  hand_off: z.optional(HandOff),
  /** It is the site's owner's own answer, and no model's. */
  pinned: z.optional(z.boolean()),
})

export const Sources = z.object({
  query_id: z.uuidv4(),
  retrieval_mode: RetrievalMode,
  sources: z.array(Source),
})

/** What else these pages answer, near what was asked; none of it is made by a model. */
export const Suggestions = z.object({
  questions: z.array(z.string()).check(z.maxLength(3)),
})

/** The whole answer as one document, for a caller that wants no stream. */
export const AnswerDocument = z.object({
  ...Sources.shape,
  answer: z.string(),
  citations: z.array(Citation),
  suggestions: z.optional(Suggestions.shape.questions),
  ...Done.shape,
})

export type Source = z.infer<typeof Source>
export type Citation = z.infer<typeof Citation>
export type Finish = z.infer<typeof Finish>
export type Verdict = Citation['status']
export type Usage = z.infer<typeof Usage>
export type CachedAs = z.infer<typeof CachedAs>
export type HandOff = z.infer<typeof HandOff>
export type Done = z.infer<typeof Done>
export type AnswerDocument = z.infer<typeof AnswerDocument>

/**
 * What a reader hears, in this order; `delta` any number of times. Where a configured checker changed a
 * verdict, `citations` comes once more after `done`.
 */
export type ChatEvent =
  | { event: 'sources'; data: z.infer<typeof Sources> }
  | { event: 'delta'; data: { text: string } }
  | { event: 'citations'; data: { citations: Citation[] } }
  | { event: 'suggestions'; data: z.infer<typeof Suggestions> }
  | { event: 'done'; data: Done }

/** Gathers an answer's events into one document. */
export async function toDocument(events: AsyncIterable<ChatEvent>): Promise<AnswerDocument> {
  let sources: z.infer<typeof Sources> | undefined
  let citations: Citation[] = []
  let suggestions: string[] | undefined
  let answer = ''
  for await (const event of events) {
    if (event.event === 'sources') sources = event.data
    if (event.event === 'delta') answer += event.data.text
    if (event.event === 'citations') citations = event.data.citations
    if (event.event === 'suggestions') suggestions = event.data.questions
    if (event.event !== 'done' || !sources) continue
    return { ...sources, answer, citations, ...(suggestions && { suggestions }), ...event.data }
  }
  throw new Error('An answer ended before it was done')
}
