import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { createSigner, hashOf } from '../../lib/webhooks/signature.ts'

const signer = createSigner('a-key-of-at-least-thirty-two-characters')
const webhook_id = '0d5e5b1c-6f5c-4d43-9f0e-5d1d8e4a1a11'
const body = JSON.stringify({ type: 'session.created', timestamp: '', data: { text: 'é 漢 🙂' } })

async function signed({ secondsAgo = 0, is_rotating = false } = {}) {
  const timestamp = Math.floor(Date.now() / 1000) - secondsAgo
  const message = { id: 'evt_1', timestamp, body }
  const keys = { webhook_id, secret_version: 2, is_rotating }
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': await signer.signatureOf(message, keys),
  }
}

const verifier = async (version: number, id = webhook_id) =>
  new Webhook(await signer.secretOf(id, version))

test('the public library verifies what is signed', async () => {
  expect((await verifier(2)).verify(body, await signed())).toEqual(JSON.parse(body))
})

test('during rotation either secret verifies, and the one before both does not', async () => {
  const headers = await signed({ is_rotating: true })
  expect((await verifier(2)).verify(body, headers)).toBeDefined()
  expect((await verifier(1)).verify(body, headers)).toBeDefined()
  expect(headers['webhook-signature'].split(' ')).toHaveLength(2)
  const older = await verifier(0)
  expect(() => older.verify(body, headers)).toThrow(WebhookVerificationError)
})

test('after rotation the secret of before verifies no more', async () => {
  const headers = await signed()
  const before = await verifier(1)
  expect(() => before.verify(body, headers)).toThrow(WebhookVerificationError)
})

test('a body with any one byte changed does not verify', async () => {
  const headers = await signed({ is_rotating: true })
  const library = await verifier(2)
  const bytes = Buffer.from(body)
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes)
    changed[index] = (changed[index] ?? 0) ^ 1
    expect(() => library.verify(changed, headers)).toThrow(WebhookVerificationError)
  }
})

test('a delivery six minutes old, or from six minutes ahead, does not verify', async () => {
  const library = await verifier(2)
  for (const secondsAgo of [360, -360]) {
    const headers = await signed({ secondsAgo })
    expect(() => library.verify(body, headers)).toThrow(WebhookVerificationError)
  }
})

test("another webhook's secret does not verify", async () => {
  const other = await verifier(2, '0d5e5b1c-6f5c-4d43-9f0e-5d1d8e4a1a12')
  const headers = await signed()
  expect(() => other.verify(body, headers)).toThrow(WebhookVerificationError)
})

test('a secret is 32 bytes, and its stored hash is not the secret', async () => {
  const secret = await signer.secretOf(webhook_id, 1)
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect(await hashOf(secret)).toMatch(/^[0-9a-f]{64}$/)
})
