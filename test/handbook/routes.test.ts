import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import suite from '../../functions/index.ts'
import { problems as known } from '../../lib/problem.ts'
import { webhookEvents } from '../../lib/webhooks/catalogue.ts'
import { EventType } from '../../lib/webhooks/events.ts'
import { handbook, quoted, readText, sectionOf, tableRows } from '../support/read-handbook.ts'

const webhooks = 'handbook/Part-3-using-the-api/07-webhooks.md'
const events = tableRows(sectionOf(handbook.get(webhooks) ?? '', '## The events')).flatMap(
  ([first = '']) => quoted(first),
)

test('the events in the handbook are the events that are sent', () => {
  expect(events, `Bring the table under "The events" in ${webhooks} up to date`).toEqual(
    EventType.options,
  )
  expect(webhookEvents.map(({ type }) => type)).toEqual(EventType.options)
})

const problems = 'handbook/Part-3-using-the-api/04-problems.md'

test('the problems in the handbook are those of the code, with their status and title', () => {
  const inCode = Object.entries(known).map(([name, { status, title }]) => [
    `\`${name}\``,
    `${status}`,
    title,
  ])
  const rows = tableRows(sectionOf(handbook.get(problems) ?? '', '## All types')).map((row) =>
    row.slice(0, 3),
  )
  expect(rows, `Bring the table under "All types" in ${problems} up to date`).toEqual(inCode)
})

const secret = 'a-secret-of-more-than-thirty-two-characters'
const bindings = {
  DATABASE_URL: 'postgres://reader:secret@db.example/book',
  QDRANT_URL: 'https://qdrant.example',
  QDRANT_API_KEY: secret,
  UPSTASH_REDIS_REST_URL: 'https://redis.example',
  UPSTASH_REDIS_REST_TOKEN: secret,
  OPENROUTER_API_KEY: secret,
  ADMIN_TOKEN: secret,
  SESSION_SECRET: secret,
  IDENTITY_SECRET: secret,
  WEBHOOK_SECRET_KEY: secret,
  CONTENT_REPO: 'owner/book',
  INGESTION_QUEUE: {},
  WEBHOOKS_QUEUE: {},
  JOURNAL_QUEUE: {},
}
const OpenApi = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
})
const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} }
const request = new Request('https://suite.example/openapi.json')
const { paths } = OpenApi.parse(await (await suite.fetch(request, bindings, context)).json())
const mounted = Object.entries(paths).flatMap(([path, operations]) =>
  Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
)

/** "`GET`, `DELETE /v1/a`, `/v1/b`" is three routes: a path without a method has those before it. */
function routesOf(cell: string): string[] {
  let methods: string[] = []
  let isOpen = false
  return quoted(cell).flatMap((code) => {
    const [, method, path] = /^([A-Z]+)? ?(\/[^?]*)?/.exec(code) ?? []
    if (method !== undefined) methods = isOpen ? [...methods, method] : [method]
    isOpen = path === undefined
    const template = path?.replace(/:(\w+)/g, '{$1}')
    return template === undefined ? [] : methods.map((each) => `${each} ${template}`)
  })
}

const readme = readText('README.md')
const table = readme.slice(readme.indexOf('| Route |'), readme.indexOf('| Folder |'))
const listed = tableRows(table)
  .flatMap(([first = '']) => routesOf(first))
  .filter((route) => /^[A-Z]+ \/(?:v1|health|mcp|llms)/.test(route))

test.each(mounted)('%s is in the table of routes of README.md', (route) => {
  expect(listed, `Add ${route} to the table of routes in README.md`).toContain(route)
})

test('README.md lists no route that is not there', () => {
  expect(listed.filter((route) => !mounted.includes(route))).toEqual([])
})
