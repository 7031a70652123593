import type { RedisBatch } from '../../clients/redis.ts'
import { createInForce, type InForce } from '../../desk/in-force.ts'
import type { DeskValues } from '../../desk/values.ts'
import type { Settings } from '../../env.ts'
import type { Tuning } from '../../retrieval/rank.ts'
import { now } from '../doors.ts'

const desks = new WeakMap<Settings, InForce>()

/** What the owner's desk says: one for all that an isolate does. */
export function deskFor(settings: Settings): InForce {
  const known = desks.get(settings)
  if (known) return known
  const made = createInForce(now)
  desks.set(settings, made)
  return made
}

/** Reads what the desk says with whatever else a batch asks. */
export async function readDesk(settings: Settings, batch: RedisBatch): Promise<void> {
  const desk = deskFor(settings)
  const keys = desk.keys()
  desk.note(await batch.getAll(keys), keys)
}

/** The settings of the deployment with what the desk says in their place. */
export function withDesk(settings: Settings, values: DeskValues): Settings {
  return {
    ...settings,
    RETRIEVAL_STRICTNESS: values.retrieval_strictness ?? settings.RETRIEVAL_STRICTNESS,
    RETRIEVAL_FLOOR: values.retrieval_floor ?? settings.RETRIEVAL_FLOOR,
    RETRIEVAL_DENSE_WEIGHT: values.retrieval_dense_weight ?? settings.RETRIEVAL_DENSE_WEIGHT,
    RETRIEVAL_LEXICAL_WEIGHT: values.retrieval_lexical_weight ?? settings.RETRIEVAL_LEXICAL_WEIGHT,
    OPENROUTER_CHAT_MODEL: values.openrouter_chat_model ?? settings.OPENROUTER_CHAT_MODEL,
    BUDGET_TOKENS_PER_DAY: values.budget_tokens_per_day ?? settings.BUDGET_TOKENS_PER_DAY,
    BUDGET_MONEY_PER_DAY: values.budget_money_per_day ?? settings.BUDGET_MONEY_PER_DAY,
    CHALLENGE: values.challenge ?? settings.CHALLENGE,
  }
}

const merged = new WeakMap<Settings, { values: DeskValues; made: Settings }>()

/** The settings as they are in force by a desk; the same object while that desk says the same. */
export function inForce(settings: Settings, { values } = deskFor(settings).desk()): Settings {
  const known = merged.get(settings)
  if (known?.values === values) return known.made
  const made = withDesk(settings, values)
  merged.set(settings, { values, made })
  return made
}

export const tuningOf = (settings: Settings): Tuning => ({
  denseWeight: settings.RETRIEVAL_DENSE_WEIGHT,
  lexicalWeight: settings.RETRIEVAL_LEXICAL_WEIGHT,
  floor: settings.RETRIEVAL_FLOOR,
  strictness: settings.RETRIEVAL_STRICTNESS,
})
