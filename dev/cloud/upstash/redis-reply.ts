/** An error that Redis replied with, as a value. */
export class ReplyError extends Error {}

export type RedisReply = string | number | null | ReplyError | RedisReply[]

export function toReplyError(error: unknown): ReplyError {
  return new ReplyError(error instanceof Error ? error.message : `${error}`)
}

/** What a client gave, as Redis' reply. */
export function toReply(reply: unknown): RedisReply {
  if (typeof reply === 'string') return reply
  // Redis has no fractions among its replies: what a script returns is cut to an integer.
  if (typeof reply === 'number') return Math.trunc(reply)
  if (typeof reply === 'boolean') return reply ? 1 : null
  if (Buffer.isBuffer(reply)) return reply.toString()
  if (reply instanceof Error) return toReplyError(reply)
  return Array.isArray(reply) ? reply.map(toReply) : null
}
