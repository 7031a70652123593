import * as z from 'zod/mini'
import { Filter } from '../../chat/filter.ts'
import { DeskValues } from '../../desk/values.ts'
import { Signals } from '../../index/calibration.ts'
import { cleanText, someText } from '../../text/clean-text.ts'

/** What can be turned to see what would come of it; what is absent is as it is in force. */
export const TryOut = z.strictObject({
  ...z.pick(DeskValues, {
    retrieval_strictness: true,
    retrieval_floor: true,
    retrieval_dense_weight: true,
    retrieval_lexical_weight: true,
  }).shape,
})

export type TryOut = z.infer<typeof TryOut>

/** A question of the log, or any other; beside it, what to change. */
export const RetrievalRequest = z.strictObject({
  query_id: z.optional(z.uuidv4()),
  question: z.optional(someText(2000)),
  page: z.optional(cleanText.check(z.minLength(1), z.maxLength(500))),
  selected_text: z.optional(someText(5000)),
  filter: z.optional(Filter),
  changed: z.optional(z.strictObject({ values: z.optional(TryOut), filter: z.optional(Filter) })),
})

export type RetrievalRequest = z.infer<typeof RetrievalRequest>

/** A passage that one leg or both have found. */
const Candidate = z.object({
  passage_id: z.string(),
  source: z.string(),
  chapter: z.string(),
  section: z.string(),
  url: z.string(),
  /** How it begins. */
  text: z.string(),
  words: z.optional(z.object({ rank: z.int(), score: z.number(), coverage: z.number() })),
  meaning: z.optional(z.object({ rank: z.int(), cosine: z.number() })),
  rank: z.int(),
  score: z.number(),
  /** Its number among the sources; absent where it was left out. */
  n: z.optional(z.int()),
})

/** How a question was searched for, leg by leg. */
export const Explanation = z.object({
  /** What was searched for, without the words that only ask. */
  searched_for: z.string(),
  tuning: z.object({
    retrieval_strictness: z.number(),
    retrieval_floor: z.number(),
    retrieval_dense_weight: z.number(),
    retrieval_lexical_weight: z.number(),
  }),
  /** Whether the floor is that of the index's own calibration. */
  is_calibrated: z.boolean(),
  signals: Signals,
  confidence: z.number(),
  floor: z.number(),
  /** Whether it clears the floor, so that the model is asked. */
  is_answered: z.boolean(),
  found: z.object({ words: z.int(), meaning: z.int() }),
  /** At most forty of them, in the order that both legs give together. */
  candidates: z.array(Candidate),
  /** What the model would be sent; absent below the floor. */
  prompt: z.optional(z.array(z.object({ role: z.string(), content: z.string() }))),
  missed: z.array(z.string()),
})

export type Explanation = z.infer<typeof Explanation>

export const Explanations = z.object({
  question: z.string(),
  now: Explanation,
  changed: z.optional(Explanation),
})

export type Explanations = z.infer<typeof Explanations>

/** What a change would do to the last questions of the log. */
export const ComparisonRequest = z.strictObject({
  values: TryOut,
  last: z._default(z.int().check(z.gte(1), z.lte(100)), 100),
})

export const Comparison = z.object({
  compared: z.int(),
  answered_now: z.int(),
  answered_then: z.int(),
  changed: z.array(
    z.object({
      query_id: z.string(),
      question: z.string(),
      answered_now: z.boolean(),
      answered_then: z.boolean(),
      sources_added: z.int(),
      sources_removed: z.int(),
    }),
  ),
})

export type Comparison = z.infer<typeof Comparison>
