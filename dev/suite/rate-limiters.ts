/** The setting that each rate limiter of wrangler.toml keeps to. */
const limitedBy: Readonly<Record<string, string>> = {
  SESSION_LIMITER: 'RATE_LIMIT_SESSION_PER_MINUTE',
  ADDRESS_LIMITER: 'RATE_LIMIT_IP_PER_MINUTE',
}

/** A rate limiter with the limit that the settings name, where they name one: a binding cannot read them. */
export function limitAsSet<Limiter extends { name: string; simple: { limit: number } }>(
  limiter: Limiter,
  settings: Readonly<Record<string, string>>,
): Limiter {
  const set = Number(settings[limitedBy[limiter.name] ?? ''])
  return set > 0 ? { ...limiter, simple: { ...limiter.simple, limit: set } } : limiter
}
