import * as z from 'zod/mini'
import { anyoneOrAdmin } from './access.ts'
import { routesOf } from './route.ts'

const LastError = z.object({
  cause: z.string(),
  status: z.optional(z.int()),
  message: z.string(),
  at: z.string(),
  what_to_do: z.string(),
})

/** `last_error` is told to the holder of ADMIN_TOKEN alone. */
const Check = z.object({ ok: z.boolean(), ms: z.int(), last_error: z.optional(LastError) })

/**
 * How the upstreams are: `degraded` when one is away, 503 when no question could be answered. Qdrant and
 * Redis are absent where the settings do without them.
 */
export const Health = z.object({
  status: z.enum(['ok', 'degraded']),
  checks: z.object({
    neon: z.optional(Check),
    qdrant: z.optional(Check),
    redis: z.optional(Check),
    embedding: z.optional(Check),
    model: z.optional(Check),
  }),
})

type CheckName = keyof z.infer<typeof Health>['checks']

interface HealthServices {
  health: {
    look: () => Promise<{ service: string; ok: boolean; ms: number }[]>
    lastErrorOf: (service: CheckName) => z.infer<typeof LastError> | undefined
    tellTroubles: () => Promise<void>
  }
}

const names: CheckName[] = ['neon', 'qdrant', 'redis', 'embedding', 'model']

/** Tells how the upstreams are. */
export const healthRoute = routesOf<HealthServices>()({
  method: 'GET',
  path: '/health',
  id: 'getHealth',
  tag: 'Service',
  summary: 'Check the upstream services',
  description:
    'A finding is kept for ten seconds, so that asking often costs nothing. With ADMIN_TOKEN each check also says its last error.',
  access: anyoneOrAdmin,
  replies: {
    200: { description: 'Questions can be answered', schema: Health },
    503: { description: 'No question could be answered', schema: Health },
  },
  async handle({ services: { health }, sessionId: isOwner, afterwards }) {
    const found = await health.look()
    afterwards(health.tellTroubles())
    const isOk = (name: CheckName) => found.some(({ service, ok }) => service === name && ok)
    const checks = Object.fromEntries(
      names.flatMap((name) => {
        const one = found.find(({ service }) => service === name)
        const last_error = isOwner ? health.lastErrorOf(name) : undefined
        return one ? [[name, { ok: one.ok, ms: one.ms, ...(last_error && { last_error }) }]] : []
      }),
    )
    const status = found.every(({ ok }) => ok) ? ('ok' as const) : ('degraded' as const)
    const canAnswer = isOk('neon') || (isOk('qdrant') && isOk('embedding'))
    const body = { status, checks }
    return canAnswer ? { status: 200, body } : { status: 503, body }
  },
})
