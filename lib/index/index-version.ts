import type { RedisDoor } from '../clients/redis.ts'

/** The version of the index; an answer is served again only on the version it was given on. */
export const versionKey = 'index:version'

/** Held while pages are being written; what is answered meanwhile is not cached. */
export const changingKey = 'index:changing'

// No attempt at a page takes longer: a queue's consumer is stopped after so long.
const longestAttemptSeconds = 900

/**
 * Says that passages are about to change. To be called, and to have succeeded, before the first write
 * or deletion of every attempt; it is why a cached answer needs no look at what it cites:
 *
 * An answer is cached only if `index:changing` was not held when its question arrived, so no attempt
 * was writing then. Whatever changed a passage later began after that arrival, and moved the version
 * before it wrote; so where the versions agree, nothing has changed since the passages were read.
 * An attempt that breaks off changes nothing more, and the next one begins like any other. The
 * order matters: were the version moved first, a question could see it and not the other.
 */
export async function beginChange(redis: RedisDoor): Promise<void> {
  const held = { ex: longestAttemptSeconds }
  await redis.commands.pipeline().set(changingKey, '1', held).incr(versionKey).exec()
}

/** Says that a run's pages are all written, and gives the version they are of. */
export async function endChanges(redis: RedisDoor): Promise<string> {
  const [, version] = await redis.commands.pipeline().del(changingKey).get(versionKey).exec()
  return typeof version === 'string' ? version : '0'
}

/** Makes whatever was answered before this moment too old to be served again; gives the version. */
export async function outdateAnswers(redis: RedisDoor): Promise<string> {
  return `${await redis.commands.incr(versionKey)}`
}
