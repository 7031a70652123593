import * as z from 'zod/mini'
import { type Finding, fault, type OwnSettings, ok, reasonOf, unseen } from './finding.ts'

const timeoutMs = 30_000
const clockToleranceMs = 60_000

const Check = z.looseObject({
  ok: z.boolean(),
  ms: z.number(),
  last_error: z.optional(z.looseObject({ message: z.optional(z.string()) })),
})
const Health = z.looseObject({ status: z.string(), checks: z.record(z.string(), Check) })
const Problem = z.looseObject({ detail: z.string() })

/** What the deployed suite says of itself: its services with its own keys, its token, origins and clock. */
export async function examineSuite(url: string, settings: OwnSettings): Promise<Finding[]> {
  const token = settings.ADMIN_TOKEN
  const health = await call(`${url}/health`, token)
  if (typeof health === 'string') {
    return [fault('suite', `${url} does not answer (${health}). Deploy it, or correct --url.`)]
  }
  const parsed = Health.safeParse(health.body)
  if (!parsed.success) return [fault('suite', rejectionOf(health, url))]
  return [
    ok('suite', `answers at ${url}`),
    ...Object.entries(parsed.data.checks).map(([name, check]) => serviceFinding(name, check)),
    clockFinding(health),
    await tokenFinding(url, token),
    ...(await originFindings(url, settings.ALLOWED_ORIGINS)),
  ]
}

interface Reply {
  status: number
  headers: Headers
  body: unknown
}

async function call(url: string, token?: string, init: RequestInit = {}): Promise<Reply | string> {
  try {
    const response = await fetch(url, {
      ...init,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...init.headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const body: unknown = await response.json().catch(() => undefined)
    return { status: response.status, headers: response.headers, body }
  } catch (error) {
    return reasonOf(error)
  }
}

/** A suite that misses a setting says which; anything else is not a suite. */
function rejectionOf({ status, body }: Reply, url: string): string {
  const problem = Problem.safeParse(body)
  return problem.success
    ? `It refuses (${status}): ${problem.data.detail}`
    : `${url}/health answers ${status} and is no suite of Marginalia. Correct --url.`
}

/** What a service of the suite is called among the findings. */
export const nameInSuite = (service: string) => `suite → ${service}`

function serviceFinding(name: string, { ok: isWell, ms, last_error }: z.infer<typeof Check>) {
  const subject = nameInSuite(name)
  const last = last_error?.message
  if (!isWell) {
    const cause = last ?? 'no cause is known'
    return fault(
      subject,
      `The suite cannot use it: ${cause}. The lines below say more; after a new key: npx wrangler secret put.`,
    )
  }
  return ok(subject, last ? `${ms} ms; last error: ${last}` : `${ms} ms`)
}

function clockFinding({ headers }: Reply): Finding {
  const theirs = Date.parse(headers.get('date') ?? '')
  const apartMs = Math.abs(theirs - Date.now())
  if (Number.isNaN(apartMs)) return unseen('clock', 'the suite sends no Date')
  return apartMs < clockToleranceMs
    ? ok('clock', 'this machine and the suite agree')
    : fault(
        'clock',
        `This machine is ${Math.round(apartMs / 1000)} s away from the suite: identity tokens made here would be refused. Set its clock.`,
      )
}

async function tokenFinding(url: string, token: string | undefined): Promise<Finding> {
  if (!token) return unseen('ADMIN_TOKEN', 'is not at hand: put it into the environment')
  const reply = await call(`${url}/v1/ingestion-runs?limit=1`, token)
  if (typeof reply === 'string') return fault('ADMIN_TOKEN', `The suite broke off: ${reply}.`)
  if (reply.status === 401) {
    return fault(
      'ADMIN_TOKEN',
      'The suite has another one: put this one up with npx wrangler secret put ADMIN_TOKEN.',
    )
  }
  return reply.status === 200
    ? ok('ADMIN_TOKEN', 'opens the admin routes')
    : fault('ADMIN_TOKEN', `The admin routes answer ${reply.status}; see npx wrangler tail.`)
}

/** Every origin that is to show the widget must be let in, which a preflight asks. */
async function originFindings(url: string, allowed: string | undefined): Promise<Finding[]> {
  const origins = (allowed ?? '').split(',').flatMap((origin) => origin.trim() || [])
  if (origins.length === 0) {
    return [unseen('origins', 'ALLOWED_ORIGINS is not at hand: name one with --origin')]
  }
  return await Promise.all(origins.map((origin) => originFinding(url, origin)))
}

async function originFinding(url: string, origin: string): Promise<Finding> {
  const subject = `origin ${origin}`
  const own = URL.canParse(origin) ? new URL(origin).origin : undefined
  if (own !== origin) {
    return fault(subject, `An origin has no path and no closing slash: write ${own ?? 'a URL'}.`)
  }
  const reply = await call(`${url}/v1/chat`, undefined, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  })
  const isLetIn =
    typeof reply !== 'string' && reply.headers.get('access-control-allow-origin') === origin
  return isLetIn
    ? ok(subject, 'may call the suite')
    : fault(subject, 'The suite does not let it in: add it to ALLOWED_ORIGINS and deploy again.')
}
