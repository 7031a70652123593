import * as z from 'zod/mini'

/** What was said of a reader's response. */
export interface TurnstileVerdict {
  ok: boolean
  /** Cloudflare's own words for what is wrong. */
  faults: string[]
}

const Reply = z.object({
  success: z.boolean(),
  'error-codes': z._default(z.array(z.string()), []),
  action: z.optional(z.string()),
})

/** Faults of ours, not of the reader: no other response would do better. */
const ownFaults = ['missing-input-secret', 'invalid-input-secret', 'bad-request', 'internal-error']

/** What a response is for: one that was made for something else opens no session. */
export const turnstileAction = 'open-session'

/** Turnstile refused us, and not the reader. */
export class TurnstileRefusal extends Error {
  override readonly name = 'TurnstileRefusal'
  readonly status: number

  constructor(faults: string[], status?: number) {
    super(`siteverify: ${faults.join(', ')}`)
    this.status = status ?? (faults.includes('internal-error') ? 500 : 401)
  }
}

export type Turnstile = ReturnType<typeof createTurnstile>

/** The door to Cloudflare Turnstile's siteverify; no redirect is followed with the secret. */
export function createTurnstile(options: { url: string; secret: string; timeoutMs: number }) {
  const url = `${options.url.replace(/\/+$/, '')}/turnstile/v0/siteverify`
  return {
    /** Whether a response is good, which is asked once. Throws where that cannot be known. */
    async verify(response: string, address: string): Promise<TurnstileVerdict> {
      const reply = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        // What is no address is left out: siteverify takes none rather than a wrong one.
        body: JSON.stringify({
          secret: options.secret,
          response,
          ...(/^[\d.]+$/.test(address) && { remoteip: address }),
        }),
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeoutMs),
      })
      if (reply.status >= 300 && reply.status < 400)
        throw new TurnstileRefusal(['a redirect'], reply.status)
      if (reply.status >= 500) throw new TurnstileRefusal(['internal-error'])
      const read = Reply.parse(await reply.json())
      const faults = read['error-codes']
      if (faults.some((fault) => ownFaults.includes(fault))) throw new TurnstileRefusal(faults)
      if (read.success && read.action !== turnstileAction) {
        return { ok: false, faults: ['another-action'] }
      }
      return { ok: read.success, faults }
    },
  }
}
