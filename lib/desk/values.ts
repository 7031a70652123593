import * as z from 'zod/mini'
import { someText } from '../text/clean-text.ts'

const share = z.number().check(z.gte(0), z.lte(1))

/**
 * What an owner sets at the desk. Those that settings of the deployment have too bear their names; what
 * is absent is as the deployment has it.
 */
export const DeskValues = z.strictObject({
  /** What answers should heed beside the rules, as in "say metric units first". */
  instructions: z.optional(someText(2000)),
  /** How answers should sound, as in "plain and friendly". */
  tone: z.optional(someText(500)),
  /** What the widget says before the first question. */
  greeting: z.optional(someText(300)),
  /** Questions that the widget offers on every page. */
  starters: z.optional(z.array(someText(120)).check(z.minLength(1), z.maxLength(3))),
  retrieval_strictness: z.optional(share),
  retrieval_floor: z.optional(share),
  retrieval_dense_weight: z.optional(share),
  retrieval_lexical_weight: z.optional(share),
  openrouter_chat_model: z.optional(
    z
      .string()
      .check(
        z.maxLength(100),
        z.regex(/^[\w.-]+\/[\w.:-]+$/, 'Must be a model as OpenRouter names it, as in owner/model'),
      ),
  ),
  budget_tokens_per_day: z.optional(z.int().check(z.gte(0), z.lte(1e12))),
  budget_money_per_day: z.optional(z.number().check(z.gte(0), z.lte(1e6))),
  /** After how many days words are erased; 0 keeps them. */
  retention_days: z.optional(z.int().check(z.gte(0), z.lte(3650))),
  challenge: z.optional(z.enum(['auto', 'always', 'never'])),
})

export type DeskValues = z.infer<typeof DeskValues>
