/** What a delivery bears: its headers, as `Headers` or as a plain object, and its body as it was sent. */
export interface SentDelivery {
  headers: Headers | Record<string, string | string[] | undefined>
  body: string
}

const toleranceSeconds = 300

/** A delivery that is not of the suite, or too old. */
export class VerificationError extends Error {
  override name = 'VerificationError'
}

/**
 * The event of a delivery that bears our signature, by Standard Webhooks; throws a VerificationError
 * otherwise. `secret` is the `whsec_…` that was shown when the webhook was made.
 */
export async function verifyWebhook(
  { headers, body }: SentDelivery,
  secret: string,
  now = Date.now(),
): Promise<{ type: string; timestamp: string; data: unknown }> {
  const [id, sentAt, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    headerOf(headers, `webhook-${name}`),
  )
  if (!id || !sentAt || !signatures) throw new VerificationError('A webhook header is missing')
  if (!/^\d{1,12}$/.test(sentAt) || Math.abs(now / 1000 - Number(sentAt)) > toleranceSeconds)
    throw new VerificationError('The delivery is too old, or from the future')
  const bytes = fromBase64(secret.replace(/^whsec_/, ''))
  if (!bytes?.length) throw new VerificationError('The secret is not a whsec_… secret')
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes, hmac, false, ['verify'])
  const signed = new TextEncoder().encode(`${id}.${sentAt}.${body}`)
  for (const given of signatures.split(' ')) {
    const [version, signature = ''] = given.split(',')
    const sent = version === 'v1' ? fromBase64(signature) : undefined
    if (sent && (await crypto.subtle.verify('HMAC', key, sent, signed))) return JSON.parse(body)
  }
  throw new VerificationError('No signature of the delivery is right')
}

function headerOf(headers: SentDelivery['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? []
  return Array.isArray(value) ? value[0] : value
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined
  }
}
