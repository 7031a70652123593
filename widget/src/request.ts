import { Trouble, type TroubleKind } from './trouble.ts'

export interface Call {
  method: 'GET' | 'POST' | 'DELETE'
  url: string
  token?: string
  body?: unknown
  lastEventId?: number
  signal?: AbortSignal
  /** The page is being left: the browser sends it all the same. */
  isLast?: boolean
}

const probeMs = 4000

/** Calls the suite. Whatever is no success is thrown as Trouble; the owner reads why in the console. */
export async function request(call: Call): Promise<Response> {
  const { method, url, token, body, lastEventId, signal, isLast } = call
  let reply: Response
  try {
    reply = await fetch(url, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(lastEventId && { 'last-event-id': String(lastEventId) }),
      },
      credentials: 'omit',
      ...(isLast && { keepalive: true }),
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Trouble('unreachable')
  }
  if (reply.ok) return reply
  throw await toTrouble(reply, url)
}

/**
 * Tells the owner why a URL cannot be reached, and says what of it matters to a reader. A page may
 * not read that its own origin is refused; a second call, whose reply nobody reads, tells a refusal
 * from silence.
 */
export async function explainUnreachable(url: string): Promise<TroubleKind> {
  const { origin } = new URL(url)
  const isUp = await fetch(`${origin}/openapi.json`, {
    mode: 'no-cors',
    credentials: 'omit',
    signal: AbortSignal.timeout(probeMs),
  }).then(
    () => true,
    () => false,
  )
  tellOwner(
    isUp
      ? `${origin} does not let this page call. Add ${location.origin} to ALLOWED_ORIGINS of the suite.`
      : `${origin} cannot be reached. Check the attribute "endpoint", that the suite is running, and that this page's Content-Security-Policy lists ${origin} under connect-src.`,
  )
  return isUp ? 'setup' : 'unreachable'
}

/** Says in the console what the owner of the page has to change. */
export function tellOwner(advice: string) {
  console.error(`Marginalia: ${advice}`)
}

async function toTrouble(reply: Response, url: string): Promise<Trouble> {
  const { status } = reply
  const problem: unknown = await reply.json().catch(() => undefined)
  const told = isRecord(problem) ? problem : {}
  const kind = kindOf(status, String(told.type))
  if (kind === 'setup') {
    const detail = typeof told.detail === 'string' ? told.detail : 'Is this the suite’s URL?'
    tellOwner(
      `${url} answers ${status}. ${detail} Check the attribute "endpoint" and the settings.`,
    )
  }
  const wait = Number(reply.headers.get('retry-after') ?? told.retry_after)
  const retryAfter = Number.isFinite(wait) ? wait : 0
  return new Trouble(kind, { status, retryAfter, challenge: told.challenge })
}

function kindOf(status: number, type: string): TroubleKind {
  if (/misconfigured$|origin-not-allowed$/.test(type)) return 'setup'
  if (type.endsWith('challenge-required')) return 'challenged'
  if (status === 401 || status === 403) return 'expired'
  if (status === 429) return 'limited'
  if (status === 404) return type.endsWith('not-found') ? 'expired' : 'setup'
  if (status === 405 || status === 415) return 'setup'
  if (status === 502 || status === 503 || status === 504) return 'unreachable'
  return 'failed'
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
