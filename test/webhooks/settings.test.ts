import { expect, test } from 'vitest'
import { readSettings } from '../../lib/env.ts'

const settings = {
  DATABASE_URL: 'postgres://user:password@example.com/db',
  QDRANT_URL: 'https://example.com',
  QDRANT_API_KEY: 'qdrant-key',
  UPSTASH_REDIS_REST_URL: 'https://example.com',
  UPSTASH_REDIS_REST_TOKEN: 'upstash-token',
  OPENROUTER_API_KEY: 'openrouter-key',
  ADMIN_TOKEN: 'an-admin-token-of-its-own-32-chars',
  SESSION_SECRET: 'a-session-secret-of-thirty-two-characters',
  IDENTITY_SECRET: 'an-identity-secret-of-thirty-two-characters',
  WEBHOOK_SECRET_KEY: 'a-webhook-secret-key-of-thirty-two-characters',
  CONTENT_REPO: 'owner/book',
  INGESTION_QUEUE: {},
  WEBHOOKS_QUEUE: {},
  JOURNAL_QUEUE: {},
}

test('webhooks wait as Standard Webhooks proposes, and reach public receivers alone', () => {
  const read = readSettings(settings)
  const expected = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
  expect(read.WEBHOOK_RETRY_SECONDS).toEqual(expected)
  expect(read.WEBHOOK_TIMEOUT_MS).toBe(15_000)
  expect(read.WEBHOOK_ALLOW_PRIVATE).toBe(false)
})

test('private receivers are refused outside development', () => {
  const open = { ...settings, WEBHOOK_ALLOW_PRIVATE: 'true' }
  expect(() => readSettings(open)).toThrow(/WEBHOOK_ALLOW_PRIVATE/)
  const read = readSettings({ ...open, ALLOW_DEVELOPMENT_SECRETS: 'true' })
  expect(read.WEBHOOK_ALLOW_PRIVATE).toBe(true)
})

test.each(['', '5;300', '5,', 'soon'])('a schedule of “%s” is refused by name', (list) => {
  const wrong = { ...settings, WEBHOOK_RETRY_SECONDS: list }
  expect(() => readSettings(wrong)).toThrow(/WEBHOOK_RETRY_SECONDS/)
})
