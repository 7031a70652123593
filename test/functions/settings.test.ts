import { expect, test } from 'vitest'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { startSuite } from '../../dev/suite/suite.ts'
import { readSettings, Settings, SettingsError } from '../../lib/env.ts'

const queue = {}
const complete = {
  DATABASE_URL: 'postgres://user:a-password@db.example/book',
  QDRANT_URL: 'https://qdrant.example:6333',
  QDRANT_API_KEY: 'a-qdrant-key',
  UPSTASH_REDIS_REST_URL: 'https://redis.example',
  UPSTASH_REDIS_REST_TOKEN: 'a-redis-token',
  OPENROUTER_API_KEY: 'an-openrouter-key',
  ADMIN_TOKEN: 'an-admin-token-of-its-own-32-chars',
  SESSION_SECRET: 'a-session-secret-of-thirty-two-characters',
  IDENTITY_SECRET: 'an-identity-secret-of-thirty-two-characters',
  WEBHOOK_SECRET_KEY: 'a-webhook-secret-of-thirty-two-characters',
  CONTENT_REPO: 'owner/book',
  INGESTION_QUEUE: queue,
  WEBHOOKS_QUEUE: queue,
  JOURNAL_QUEUE: queue,
}

test('complete settings are read, with their defaults', () => {
  expect(readSettings(complete)).toMatchObject({ EMBEDDING_DIMENSIONS: 1024, CONTENT_REF: 'main' })
})

// Absent settings are not read: what they are has to be what reading would make of them.
test.each([
  ['nothing else', {}],
  [
    'what may be empty',
    { CONTACT: '', RERANK_MODEL: '', CONTENT_SITE_URL: '', MCP_TOKEN: undefined },
  ],
  ['others', { ALLOWED_ORIGINS: 'https://a.example, ,https://b.example', INBOX_WATCHED: 'true' }],
  ['what nobody knows', { WEBHOOK_PORTS: '8443', UNKNOWN: 'a' }],
])('of %s all settings are as their schemas say', (_, more) => {
  const given = { ...complete, ...more }
  const read = readSettings(given)
  expect(read).toStrictEqual(Settings.parse(given))
  expect(Object.keys(read)).toEqual(Object.keys(Settings.parse(given)))
})

test.each(Object.keys(complete))('settings without %s say so by name', (name) => {
  const { [name as keyof typeof complete]: _, ...rest } = complete
  expect(() => readSettings(rest)).toThrow(new RegExp(name))
})

test('a wrong setting is named and its value never shown', () => {
  const wrong = { ...complete, QDRANT_URL: 'hidden value' }
  expect(() => readSettings(wrong)).toThrow(/QDRANT_URL/)
  expect(() => readSettings(wrong)).not.toThrow(/hidden value/)
})

test.each(['ADMIN_TOKEN', 'SESSION_SECRET', 'IDENTITY_SECRET', 'WEBHOOK_SECRET_KEY'] as const)(
  'the development value of %s is refused in production',
  (name) => {
    const published = { ...complete, [name]: developmentSecrets[name] }
    expect(() => readSettings(published)).toThrow(SettingsError)
    expect(readSettings({ ...published, ALLOW_DEVELOPMENT_SECRETS: 'true' })[name]).toBe(
      developmentSecrets[name],
    )
  },
)

test('an admin token that could be guessed is refused in production', () => {
  const short = { ...complete, ADMIN_TOKEN: 'x'.repeat(31) }
  expect(() => readSettings(short)).toThrow(/ADMIN_TOKEN: must have at least 32 characters/)
  expect(readSettings({ ...short, ALLOW_DEVELOPMENT_SECRETS: 'true' }).ADMIN_TOKEN).toHaveLength(31)
})

test('a Worker with a missing setting answers the first request with its name', async () => {
  const suite = await startSuite({ settings: { ...developmentSecrets } })
  const response = await fetch(`${suite.url}/v1/sessions`, { method: 'POST' })
  expect(response.status).toBe(503)
  const problem = await response.text()
  expect(problem).toContain('DATABASE_URL')
  expect(problem).not.toContain('dev-session-secret')
  await suite.close()
})
