import { expect, test } from 'vitest'
import { readSettings, Settings } from '../../lib/env.ts'
import { handbook, quoted, readText, tableRows } from '../support/read-handbook.ts'

const page = 'handbook/Part-4-operating-it/01-settings.md'
const rows = tableRows(handbook.get(page) ?? '').flatMap(([first = '', ...rest]) =>
  quoted(first)
    .filter((name) => /^[A-Z_]+$/.test(name))
    .map((name) => ({ name, rest })),
)

const secret = 'a-secret-of-more-than-thirty-two-characters'
const secrets = {
  DATABASE_URL: 'postgres://',
  QDRANT_URL: 'https://qdrant.example',
  QDRANT_API_KEY: secret,
  UPSTASH_REDIS_REST_URL: 'https://redis.example',
  UPSTASH_REDIS_REST_TOKEN: secret,
  OPENROUTER_API_KEY: secret,
  ADMIN_TOKEN: secret,
  SESSION_SECRET: secret,
  IDENTITY_SECRET: secret,
  WEBHOOK_SECRET_KEY: secret,
}
const required = {
  ...secrets,
  CONTENT_REPO: 'owner/book',
  INGESTION_QUEUE: {},
  WEBHOOKS_QUEUE: {},
  JOURNAL_QUEUE: {},
}
const defaults: Record<string, unknown> = readSettings(required)

const names = Object.keys(Settings.shape)
const texts = names.filter((name) => !/_(?:QUEUE|LIMITER)$|^ASSETS$/.test(name))
const defaulted = texts.filter((name) => name in defaults && !(name in required))

/** A default as the table writes it. */
function written(value: unknown): string {
  if (Array.isArray(value) ? value.length === 0 : value === '') return 'empty'
  return `\`${String(value)}\``
}

test.each(texts)('%s has one row in the table of settings', (name) => {
  const found = rows.filter((row) => row.name === name)
  expect(found.length, `Add one row for ${name} to ${page}, with its default and meaning`).toBe(1)
})

test.each(defaulted)('the default of %s is the one in the code', (name) => {
  const [fallback] = rows.find((row) => row.name === name)?.rest ?? []
  expect(fallback, `Correct the default of ${name} in ${page}`).toBe(written(defaults[name]))
})

test('the table of settings has no row that the code does not know', () => {
  expect(rows.map(({ name }) => name).filter((name) => !texts.includes(name))).toEqual([])
})

test('the queues, limiters and files of the settings are named on their page', () => {
  const bindings = names.filter((name) => !texts.includes(name))
  expect(bindings.filter((name) => !handbook.get(page)?.includes(`\`${name}\``))).toEqual([])
})

// "`TIMEOUT_QDRANT_MS` (2,000 ms)" and "`TIMEOUT_REDIS_MS`, 1,000 ms".
const mentions = [...handbook].flatMap(([path, text]) =>
  [...text.matchAll(/`([A-Z_]{6,})`,? \(?(\d[\d,]*(?:\.\d+)?)(?=[ ),])/g)]
    .filter(([, name = '']) => defaulted.includes(name))
    .map(([said, name = '', value = '']) => ({ path, said, name, value })),
)

test.each(mentions)('$path: "$said" is the default', ({ path, said, name, value }) => {
  expect(Number(value.replaceAll(',', '')), `Correct "${said}" in ${path}`).toBe(defaults[name])
})

test('.dev.vars.example has every secret, and nothing that is no setting', () => {
  const example = readText('.dev.vars.example')
  const known = [...example.matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name = '']) => name)
  expect(Object.keys(secrets).filter((name) => !known.includes(name))).toEqual([])
  expect(known.filter((name) => !names.includes(name))).toEqual([])
})
