import type { Claimed } from './claim.ts'
import { retryAfterSeconds } from './retry-after.ts'
import { hashOf, type Signer } from './signature.ts'
import { rejectionOf } from './url-guard.ts'
import { type Attempted, isSuccess } from './verdict.ts'

const keptBytes = 1024
const keptReason = 500

export interface AttemptDeps {
  signer: Signer
  fetch: typeof fetch
  now: () => number
  timeoutMs: number
  allowPrivate: boolean
  ports: string[]
}

/** Sends one delivery once, signed; never throws: whatever goes wrong is the attempt's outcome. */
export async function attempt(delivery: Claimed, deps: AttemptDeps): Promise<Attempted> {
  const from = deps.now()
  const elapsed = () => deps.now() - from
  const rejection = rejectionOf(delivery.url, deps)
  if (rejection) {
    return { error_message: `Not sent: the URL ${rejection}`, response_ms: 0, isFinal: true }
  }
  try {
    await requireSameKey(delivery, deps.signer)
    const response = await post(delivery, deps)
    const response_body = await beginning(response)
    const retryAfter = retryAfterSeconds(response.headers.get('retry-after'), deps.now())
    return {
      ...toAnswered(response.status),
      response_body,
      response_ms: elapsed(),
      ...(retryAfter !== undefined && { retryAfter }),
    }
  } catch (error) {
    // A receiver that is away is what the schedule is for.
    return { error_message: reasonOf(error, deps.timeoutMs), response_ms: elapsed() }
  }
}

async function post(delivery: Claimed, { signer, now, timeoutMs, fetch }: AttemptDeps) {
  const timestamp = Math.floor(now() / 1000)
  const body = JSON.stringify(delivery.payload)
  const signature = await signer.signatureOf({ id: delivery.event_id, timestamp, body }, delivery)
  return await fetch(delivery.url, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Marginalia-Webhooks/1',
      'webhook-id': delivery.event_id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signature,
    },
    body,
  })
}

/** A signature that no receiver can verify is worse than none. */
async function requireSameKey(
  { webhook_id, secret_version, secret_hash }: Claimed,
  signer: Signer,
) {
  const secret = await signer.secretOf(webhook_id, secret_version)
  if ((await hashOf(secret)) === secret_hash) return
  throw new Error(
    'Not sent: WEBHOOK_SECRET_KEY has changed since the secret was given out; rotate it',
  )
}

function toAnswered(status: number): Pick<Attempted, 'http_status' | 'error_message'> {
  if (isSuccess(status)) return { http_status: status }
  const isRedirect = status >= 300 && status < 400
  const reason = isRedirect ? '; redirects are not followed' : ''
  return { http_status: status, error_message: `The receiver answered ${status}${reason}` }
}

/** The first KiB of what the receiver said, as text; what it withholds is no failure. */
async function beginning(response: Response): Promise<string> {
  if (!response.body) return ''
  const reader = response.body.getReader()
  const kept = new Uint8Array(keptBytes)
  let length = 0
  try {
    while (length < keptBytes) {
      const { done, value } = await reader.read()
      if (done) break
      const room = value.subarray(0, keptBytes - length)
      kept.set(room, length)
      length += room.length
    }
    await reader.cancel()
  } catch {
    // The status has been given, and it alone decides.
  }
  return new TextDecoder().decode(kept.subarray(0, length)).replaceAll('\0', '')
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'The request failed'
  if (error.name === 'TimeoutError') return `No answer within ${timeoutMs / 1000} s`
  return error.message.slice(0, keptReason)
}
