import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Suite, startSuite } from '../../dev/suite/suite.ts'

const script = `
export default {
  fetch: (request) =>
    Response.json({
      method: request.method,
      path: new URL(request.url).pathname,
      address: request.headers.get('cf-connecting-ip'),
    }),
}`
let folder: string
let suite: Suite

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'front-door-'))
  await writeFile(join(folder, 'page.html'), 'a page')
  await writeFile(join(folder, 'health'), 'a file that is asked for in vain')
  suite = await startSuite({ settings: {}, script, assets: folder })
})
afterAll(async () => {
  await suite.close()
  await rm(folder, { recursive: true })
})

test('a static file is served before the Worker is asked', async () => {
  const response = await fetch(`${suite.url}/page`)
  expect(await response.text()).toBe('a page')
})

test.each([
  ['GET', '/health'],
  ['POST', '/v1/sessions'],
  ['GET', '/no-file'],
  ['GET', '/healthy'],
])('the Worker answers %s %s', async (method, path) => {
  const response = await fetch(suite.url + path, { method })
  expect(await response.json()).toEqual({ method, path, address: '127.0.0.1' })
})

test.each(['/health', '/no-file'])('who says who calls %s is believed', async (path) => {
  const headers = { 'cf-connecting-ip': '192.0.2.1' }
  const response = await fetch(suite.url + path, { headers })
  expect(await response.json()).toMatchObject({ address: '192.0.2.1' })
})
