import * as z from 'zod/mini'
import type { RedisDoor } from '../../clients/redis.ts'
import { jsonOrUndefined } from '../../text/json.ts'
import { Look } from './look.ts'

/** What sources said of themselves when they were last asked. */
export const looksKey = 'admin:source-looks'

const keptSeconds = 86_400

const Looks = z.record(z.string(), Look)

/** The looks that are kept, by source; none while the state is away. */
export async function keptLooks(redis: RedisDoor): Promise<Record<string, Look>> {
  const held = await redis.commands.get(looksKey).catch(() => null)
  return Looks.safeParse(jsonOrUndefined(held ?? undefined)).data ?? {}
}

/** Keeps looks for those who open the page next. */
export async function keepLooks(looks: Record<string, Look>, redis: RedisDoor): Promise<void> {
  // Lost, it is looked at again.
  await redis.commands.set(looksKey, JSON.stringify(looks), { ex: keptSeconds }).catch(() => null)
}
