import { toHex } from '../../text/hash/hex.ts'

const encoder = new TextEncoder()

/** What a service signs: a few words of its own, such as the time, and then the body. */
export function signedBytes(head: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const first = encoder.encode(head)
  const signed = new Uint8Array(first.length + body.length)
  signed.set(first)
  signed.set(body, first.length)
  return signed
}

/** HMAC-SHA-256 with a secret as text, as hexadecimal digits. */
export async function hmacHex(bytes: Uint8Array<ArrayBuffer>, secret: string): Promise<string> {
  const hash = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), hash, false, ['sign'])
  return toHex(await crypto.subtle.sign('HMAC', key, bytes))
}
