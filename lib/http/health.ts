import * as z from 'zod/mini'
import type { Settings } from '../env.ts'
import { anyone } from './access.ts'
import { routesOf } from './route.ts'

const patienceMs = 3000

const Check = z.object({ ok: z.boolean(), ms: z.int() })

/** How the upstreams are: `degraded` when one is away, 503 when no question could be answered. */
export const Health = z.object({
  status: z.enum(['ok', 'degraded']),
  checks: z.object({
    neon: Check,
    /** Absent where the settings do without it, as Redis is. */
    qdrant: z.optional(Check),
    redis: z.optional(Check),
    openrouter: Check,
  }),
})

/** Tells how the upstreams are. */
export const healthRoute = routesOf<unknown>()({
  method: 'GET',
  path: '/health',
  id: 'getHealth',
  tag: 'Service',
  summary: 'Check the upstream services',
  description: 'A finding is kept for ten seconds.',
  access: anyone,
  replies: {
    200: { description: 'Questions can be answered', schema: Health },
    503: { description: 'No question could be answered', schema: Health },
  },
  async handle({ settings }) {
    const checks = await lately(settings)
    const isOk = Object.values(checks).every((check) => check?.ok ?? true)
    const canAnswer = checks.neon.ok || (checks.qdrant?.ok === true && checks.openrouter.ok)
    const body = { status: isOk ? ('ok' as const) : ('degraded' as const), checks }
    return canAnswer ? { status: 200, body } : { status: 503, body }
  },
})

const keptMs = 10_000
const kept = new WeakMap<Settings, { checks: Checks; until: number }>()

/** What was found within the last ten seconds, so that asking again costs nothing; else a new look. */
async function lately(settings: Settings): Promise<Checks> {
  const known = kept.get(settings)
  if (known && known.until > Date.now()) return known.checks
  // Whoever asks while this look is under way hears what was known before it.
  if (known) known.until = Date.now() + patienceMs
  const checks = await checkAll(settings)
  kept.set(settings, { checks, until: Date.now() + keptMs })
  return checks
}

type Checks = z.infer<typeof Health>['checks']

async function checkAll(settings: Settings) {
  const [neon, qdrant, redis, openrouter] = await Promise.all([
    check(neonUrl(settings), {
      method: 'POST',
      headers: { 'neon-connection-string': settings.DATABASE_URL },
      body: JSON.stringify({ query: 'select 1', params: [] }),
    }),
    checkQdrant(settings),
    checkRedis(settings),
    check(`${settings.OPENROUTER_BASE_URL}/key`, {
      headers: { authorization: `Bearer ${settings.OPENROUTER_API_KEY}` },
    }),
  ])
  return { neon, ...(qdrant && { qdrant }), ...(redis && { redis }), openrouter }
}

async function checkQdrant({ QDRANT_URL: url, QDRANT_API_KEY: key }: Settings) {
  return url && key ? await check(`${url}/readyz`, { headers: { 'api-key': key } }) : undefined
}

async function checkRedis(settings: Settings) {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = settings
  if (!url || !token) return undefined
  const headers = { authorization: `Bearer ${token}` }
  return await check(url, { method: 'POST', headers, body: JSON.stringify(['PING']) })
}

async function check(url: string, init: RequestInit): Promise<z.infer<typeof Check>> {
  const from = Date.now()
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) })
    await response.body?.cancel()
    return { ok: response.ok, ms: Date.now() - from }
  } catch {
    // Unreachable or too slow is what is being asked for here.
    return { ok: false, ms: Date.now() - from }
  }
}

/** Where the driver sends its queries: the host's first label gives way to `api`. */
function neonUrl({ DATABASE_URL, NEON_HTTP_URL }: Settings): string {
  return (
    NEON_HTTP_URL ?? `https://${new URL(DATABASE_URL).hostname.replace(/^[^.]+\./, 'api.')}/sql`
  )
}
