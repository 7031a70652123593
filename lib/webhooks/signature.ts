import { sha256Hex } from '../text/hash/sha256.ts'
import { toBase64 } from './base64.ts'

const algorithm = { name: 'HMAC', hash: 'SHA-256' }
const encoder = new TextEncoder()

/** Which of a webhook's derived secrets sign: the newest, and during rotation the one before. */
export interface SigningKeys {
  webhook_id: string
  secret_version: number
  is_rotating: boolean
}

export interface SignedMessage {
  id: string
  /** Unix time in seconds. */
  timestamp: number
  body: string
}

export type Signer = ReturnType<typeof createSigner>

/** Derives webhooks' secrets from one key, and signs with them as Standard Webhooks asks. */
export function createSigner(secretKey: string) {
  const derive = (webhookId: string, version: number) =>
    hmac(encoder.encode(secretKey), `${webhookId}:${version}`)

  return {
    /** The secret a receiver verifies with: `whsec_` and 32 bytes as base64. */
    async secretOf(webhookId: string, version: number): Promise<string> {
      return `whsec_${toBase64(await derive(webhookId, version))}`
    },

    /** The header `webhook-signature`: one signature for each valid secret. */
    async signatureOf(message: SignedMessage, keys: SigningKeys): Promise<string> {
      const versions = [keys.secret_version, ...(keys.is_rotating ? [keys.secret_version - 1] : [])]
      const content = `${message.id}.${message.timestamp}.${message.body}`
      const signatures = versions.map(async (version) => {
        const secret = await derive(keys.webhook_id, version)
        return `v1,${toBase64(await hmac(secret, content))}`
      })
      return (await Promise.all(signatures)).join(' ')
    },
  }
}

/** What the database keeps of a secret. */
export const hashOf = sha256Hex

async function hmac(key: BufferSource, content: string): Promise<ArrayBuffer> {
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign'])
  return await crypto.subtle.sign('HMAC', imported, encoder.encode(content))
}
