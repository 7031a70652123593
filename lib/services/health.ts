import { createCloudflareAccess } from '../admin/cloudflare-access.ts'
import { createStaff } from '../admin/staff.ts'
import type { Settings } from '../env.ts'
import { createHealth, type Probe } from '../upstream/health.ts'
import { blocksFor, denialsFor } from './answering/turned-away.ts'
import { neonFor, now } from './doors.ts'
import { troublesFor } from './upstreams.ts'

/** What the health route needs, which every function has. */
export function healthServices(settings: Settings) {
  const troubles = troublesFor(settings)
  const look = createHealth({
    probes: probesOf(settings),
    troubles,
    now,
    fetch: (url, init) => fetch(url, init),
  })
  const staff = createStaff({
    neon: neonFor(settings),
    access: accessOf(settings),
    now,
    log: (line) => console.error(line),
  })
  return {
    staff,
    blocks: blocksFor(settings),
    denials: denialsFor(settings),
    health: { look, lastErrorOf: troubles.lastOf, tellTroubles: troubles.flush },
  }
}

/** Cloudflare Access, where it stands before this deployment. */
function accessOf({ ACCESS_TEAM_URL, ACCESS_AUDIENCE, ACCESS_ROLES }: Settings) {
  if (!ACCESS_TEAM_URL || !ACCESS_AUDIENCE) return undefined
  return createCloudflareAccess({
    teamUrl: ACCESS_TEAM_URL,
    audience: ACCESS_AUDIENCE,
    roles: ACCESS_ROLES,
    now,
    fetch: (url, init) => fetch(url, init),
  })
}

function probesOf(settings: Settings): Probe[] {
  const { QDRANT_URL, QDRANT_API_KEY, UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN } = settings
  const neon = postOf(
    neonUrl(settings),
    { 'neon-connection-string': settings.DATABASE_URL },
    { query: 'select 1', params: [] },
  )
  const qdrant = QDRANT_URL &&
    QDRANT_API_KEY && {
      url: `${QDRANT_URL}/readyz`,
      init: { headers: { 'api-key': QDRANT_API_KEY } },
    }
  const redis =
    UPSTASH_REDIS_REST_URL &&
    UPSTASH_REDIS_REST_TOKEN &&
    postOf(UPSTASH_REDIS_REST_URL, bearer(UPSTASH_REDIS_REST_TOKEN), ['PING'])
  return [
    { service: 'neon', ...neon },
    ...(qdrant ? [{ service: 'qdrant', ...qdrant } as const] : []),
    ...(redis ? [{ service: 'redis', ...redis } as const] : []),
    { service: 'embedding', ...embeddingProbe(settings) },
    { service: 'model', ...modelProbe(settings) },
  ]
}

const embeddingProbe = (settings: Settings) =>
  postOf(`${settings.OPENROUTER_BASE_URL}/embeddings`, bearer(settings.OPENROUTER_API_KEY), {
    model: settings.OPENROUTER_EMBEDDING_MODEL,
    input: ['health'],
    dimensions: settings.EMBEDDING_DIMENSIONS,
    encoding_format: 'float',
  })

const modelProbe = (settings: Settings) =>
  postOf(`${settings.OPENROUTER_BASE_URL}/chat/completions`, bearer(settings.OPENROUTER_API_KEY), {
    model: settings.OPENROUTER_CHAT_MODEL,
    messages: [{ role: 'user', content: 'Say ok.' }],
    max_tokens: 1,
  })

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

function postOf(url: string, headers: Record<string, string>, body: unknown) {
  const all = { 'content-type': 'application/json', ...headers }
  return { url, init: { method: 'POST', headers: all, body: JSON.stringify(body) } }
}

/** Where the driver sends its queries: the host's first label gives way to `api`. */
function neonUrl({ DATABASE_URL, NEON_HTTP_URL }: Settings): string {
  return (
    NEON_HTTP_URL ?? `https://${new URL(DATABASE_URL).hostname.replace(/^[^.]+\./, 'api.')}/sql`
  )
}
