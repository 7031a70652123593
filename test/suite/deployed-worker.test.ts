import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployedWorker } from '../../dev/suite/build-worker.ts'
import { openApiText } from '../../dev/suite/openapi-text.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

let script: string
let local: LocalSuite
beforeAll(async () => {
  script = await deployedWorker('functions/index.ts')
  local = await startLocalSuite({ script })
})
afterAll(() => local.close())

test('the suite answers as it is deployed', async () => {
  const response = await local.ask({ question: 'How do two nodes exchange messages on a topic?' })
  const events = await response.text()
  expect(response.status).toBe(200)
  for (const event of ['sources', 'delta', 'citations', 'done'])
    expect(events).toContain(`event: ${event}\n`)
})

test('the description that it serves is made of the routes as they are', async () => {
  const served = await local.request('/openapi.json')
  expect(served.headers.get('content-type')).toBe('application/json')
  expect(await served.text()).toBe(await openApiText())
})

test('a Worker has neither the texts of the description nor what makes it', () => {
  for (const text of ['Read the rest of an answer whose stream broke off', '$defs'])
    expect(script.includes(text), text).toBe(false)
})

test('a problem names the fields of a body as before', async () => {
  const { status, body } = await problemOf({ question: 7 })
  expect(status).toBe(422)
  expect(body).toContain('body.question')
})

async function problemOf(given: Record<string, unknown>) {
  const response = await local.ask(given)
  return { status: response.status, body: await response.text() }
}
