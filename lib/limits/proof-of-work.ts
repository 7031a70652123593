import type * as z from 'zod/mini'
import { fromHex, toHex } from '../text/hash/hex.ts'
import { type ProofOfWork, puzzlesEach, type WorkDone } from './challenge.ts'

/** Long enough for a slow phone, and for a reader who looks away. */
const lifeSeconds = 120

const tokenForm = /^([0-9a-f]{32})\.(\d{1,12})\.(\d{1,2})\.([0-9a-f]{64})$/

/** What a solved challenge is worth: its id, which is to be used once, and how long that is to be known. */
export type Checked = { ok: true; id: string; seconds: number } | { ok: false; fault: string }

export interface ProofOfWorkDeps {
  secret: string
  /** How many bits of each puzzle's hash must be zero. */
  bits: number
  newId: () => string
  now: () => number
}

/**
 * Challenges that hold all that is needed to check them: nothing is kept until one is solved. Each is
 * bound to the network that asked for it, without telling it, and ends after two minutes.
 */
export function createProofOfWork({ secret, bits, newId, now }: ProofOfWorkDeps) {
  // Imported when a challenge is first needed, and kept.
  let key: Promise<CryptoKey> | undefined

  return {
    async issue(network: string): Promise<z.infer<typeof ProofOfWork>> {
      const expires = Math.floor(now() / 1000) + lifeSeconds
      const claims = `${newId().replaceAll('-', '')}.${expires}.${bits}`
      return {
        kind: 'proof-of-work',
        token: `${claims}.${toHex(await mac(claims, network))}`,
        algorithm: 'SHA-256',
        puzzles: puzzlesEach,
        bits,
        expires_at: new Date(expires * 1000).toISOString(),
      }
    },

    /** Whether the work is done, for a challenge of ours that was given to this network. */
    async check({ token, nonces }: WorkDone, network: string): Promise<Checked> {
      const [, id = '', expires = '', zeros = '', signature = ''] = tokenForm.exec(token) ?? []
      const claims = `${id}.${expires}.${zeros}`
      if (!(await isOurs(claims, network, signature))) {
        return no('This challenge was not issued here, or was issued to another network.')
      }
      const seconds = Number(expires) - Math.floor(now() / 1000)
      if (seconds <= 0) return no('The challenge has ended.')
      if (!(await isSolved(token, nonces, Number(zeros)))) return no('The challenge is not solved.')
      return { ok: true, id, seconds }
    },
  }

  function keyOf() {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    key ??= crypto.subtle.importKey('raw', bytesOf(`${secret}:challenge`), algorithm, false, [
      'sign',
      'verify',
    ])
    return key
  }

  async function mac(claims: string, network: string) {
    return await crypto.subtle.sign('HMAC', await keyOf(), bytesOf(`${claims}:${network}`))
  }

  /** Takes as long whatever the signature is. */
  async function isOurs(claims: string, network: string, signature: string) {
    const given = fromHex(signature)
    return await crypto.subtle.verify('HMAC', await keyOf(), given, bytesOf(`${claims}:${network}`))
  }
}

const no = (fault: string): Checked => ({ ok: false, fault })
const bytesOf = (text: string) => new TextEncoder().encode(text)

/** Whether SHA-256 over the seed, a puzzle's number and its nonce begins with so many zero bits, for each. */
async function isSolved(token: string, nonces: number[], bits: number): Promise<boolean> {
  const seed = new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(token)))
  const hashes = await Promise.all(
    nonces.map((nonce, puzzle) => crypto.subtle.digest('SHA-256', attempt(seed, puzzle, nonce))),
  )
  return (
    nonces.length === puzzlesEach &&
    hashes.every((hash) => new DataView(hash).getUint32(0) < 2 ** (32 - bits))
  )
}

/** Forty bytes: the token's SHA-256, the puzzle's number and the nonce, both big-endian. */
function attempt(seed: Uint8Array, puzzle: number, nonce: number): Uint8Array {
  const bytes = new Uint8Array(40)
  bytes.set(seed)
  const view = new DataView(bytes.buffer)
  view.setUint32(32, puzzle)
  view.setUint32(36, nonce)
  return bytes
}
