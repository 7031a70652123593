const longestSeconds = 86_400

/**
 * How many seconds a receiver asks to be left alone: its Retry-After, which is seconds or a date, at
 * most a day. Undefined when it asks for nothing that can be understood.
 */
export function retryAfterSeconds(header: string | null, nowMs: number): number | undefined {
  const text = header?.trim() ?? ''
  const seconds = /^\d{1,10}$/.test(text) ? Number(text) : (Date.parse(text) - nowMs) / 1000
  if (!Number.isFinite(seconds) || seconds <= 0) return undefined
  return Math.min(Math.ceil(seconds), longestSeconds)
}
