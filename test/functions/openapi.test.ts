import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { readOpenApi as read } from '../support/openapi-document.ts'

const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string() }))),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
})

test("the OpenAPI document passes Redocly's recommended rules without error or warning", async () => {
  const config = await createConfig({ extends: ['recommended'] })
  const problems = await lintFromString({ source: await (await read()).text(), config })
  expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([])
})

test('every reference in the OpenAPI document leads to one of its components', async () => {
  const text = await (await read()).text()
  const { components } = Document.parse(JSON.parse(text))
  const references = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, at = '']) => at)
  expect(references.length).toBeGreaterThan(50)
  for (const reference of references) {
    const [, group = '', name = ''] = /^#\/components\/(\w+)\/(\w+)$/.exec(reference) ?? []
    expect(z.looseObject({}).parse(components[group]), reference).toHaveProperty(name)
  }
})

test('every operation has a name of its own', async () => {
  const { paths } = Document.parse(await (await read()).json())
  const names = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  )
  expect(new Set(names).size).toBe(names.length)
})

test('the OpenAPI document is kept for minutes, and is not sent again while it is the same', async () => {
  const first = await read()
  const etag = first.headers.get('etag') ?? ''
  expect(etag).toMatch(/^"[\da-f]{32}"$/)
  expect(first.headers.get('cache-control')).toBe('public, max-age=300')
  const again = await read({ 'if-none-match': `W/${etag}` })
  expect(again.status).toBe(304)
  expect(again.headers.get('etag')).toBe(etag)
  expect(await again.text()).toBe('')
})
