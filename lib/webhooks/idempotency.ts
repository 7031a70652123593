import * as z from 'zod/mini'
import { type Neon, NoRow, sql } from '../clients/neon.ts'
import { Problem } from '../problem.ts'
import { sha256 } from '../text/hash/sha256.ts'
import { fromBase64, toBase64 } from './base64.ts'

const keptHours = 24
const mostSecondsUnderWay = 60
const nonceBytes = 12
/** How long a request waits for the reply of the first with its key. */
const waitsMs = [100, 200, 400, 800, 1600, 3200]

/** A reply to a request, to be given again word by word. */
const Reply = z.object({
  status: z.int(),
  body: z.unknown(),
  location: z.optional(z.string()),
})

export type Reply = z.infer<typeof Reply>

const KeyRow = z.object({ fingerprint: z.string(), reply: z.nullable(z.string()) })

export interface Repeatable {
  key: string
  /** The request: method, path and body. */
  request: string
}

export type Idempotency = ReturnType<typeof createIdempotency>

/**
 * Remembers replies by idempotency key, for 24 hours. They may hold secrets, so that Neon keeps
 * them encrypted (AES-256-GCM) under a key derived from `secretKey`, which it does not know.
 */
export function createIdempotency({
  neon,
  secretKey,
  pause,
}: {
  neon: Neon
  secretKey: string
  pause: (ms: number) => Promise<void>
}) {
  return {
    /** Does the work once; the same key again gives the first reply again, also while it is made. */
    async once(
      { key, request }: Repeatable,
      work: () => Promise<Reply>,
    ): Promise<{ reply: Reply; isReplayed: boolean }> {
      const [keyHash, fingerprint] = await Promise.all([digest(key), digest(request)])
      const known = await taken(keyHash, fingerprint)
      if (known) return { reply: await replay(known, fingerprint), isReplayed: true }
      const reply = await work().catch(async (error: unknown) => {
        await neon.run(sql(NoRow)`delete from idempotency_keys where key_hash = ${keyHash}`)
        throw error
      })
      await keep(keyHash, reply)
      return { reply, isReplayed: false }
    },
  }

  /** What is known of a key that another request has, once that has its reply; else the key is ours. */
  async function taken(keyHash: string, fingerprint: string) {
    for (const waitMs of [...waitsMs, undefined]) {
      const [own, [known]] = await neon.transaction([take(keyHash, fingerprint), find(keyHash)])
      if (own.length > 0) return undefined
      if (known && (known.reply !== null || known.fingerprint !== fingerprint)) return known
      if (waitMs !== undefined) await pause(waitMs)
    }
    throw new Problem('conflict', 'The first request with this Idempotency-Key is under way.')
  }

  async function replay(known: z.infer<typeof KeyRow>, fingerprint: string) {
    if (known.fingerprint !== fingerprint) {
      const message = 'was used for another request within the last 24 hours'
      throw new Problem('invalid-request', `The Idempotency-Key ${message}.`, {
        errors: [{ location: 'header.idempotency-key', message }],
      })
    }
    return Reply.parse(JSON.parse(await decrypt(known.reply ?? '', secretKey)))
  }

  async function keep(keyHash: string, reply: Reply) {
    const encrypted = await encrypt(JSON.stringify(reply), secretKey)
    await neon
      .run(sql(NoRow)`update idempotency_keys set reply = ${encrypted} where key_hash = ${keyHash}`)
      // The work is done: its reply is worth more to the caller than a failure.
      .catch(() => undefined)
  }
}

/** Forgets the keys that are older than 24 hours. */
export const forgetOldKeys = () => sql(NoRow)`
  delete from idempotency_keys where created_at < now() - make_interval(hours => ${keptHours}::int)`

/** Takes a key that is free, too old, or left behind by a request that died. */
const take = (keyHash: string, fingerprint: string) => sql(NoRow)`
  insert into idempotency_keys as k (key_hash, fingerprint) values (${keyHash}, ${fingerprint})
  on conflict (key_hash) do update set fingerprint = excluded.fingerprint, reply = null, created_at = now()
    where k.created_at < now() - make_interval(hours => ${keptHours}::int)
      or (k.reply is null and k.created_at < now() - make_interval(secs => ${mostSecondsUnderWay}::int))
  returning key_hash`

const find = (keyHash: string) => sql(KeyRow)`
  select fingerprint, reply from idempotency_keys where key_hash = ${keyHash}`

const encoder = new TextEncoder()

async function digest(text: string): Promise<string> {
  return toBase64(await sha256(text))
}

async function encrypt(text: string, secretKey: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(nonceBytes))
  const key = await cipherKey(secretKey)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, encoder.encode(text))
  return `${toBase64(iv)}.${toBase64(sealed)}`
}

async function decrypt(text: string, secretKey: string): Promise<string> {
  const [iv = '', sealed = ''] = text.split('.')
  const key = await cipherKey(secretKey)
  const algorithm = { name: 'AES-GCM', iv: fromBase64(iv) }
  return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, fromBase64(sealed)))
}

async function cipherKey(secretKey: string) {
  const bytes = await sha256(`idempotency:${secretKey}`)
  return await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}
