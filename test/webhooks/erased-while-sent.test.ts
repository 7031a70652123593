import { afterAll, beforeAll, expect, test } from 'vitest'
import { adminHeaders, type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'
import { aReceiver, type Receiver } from './a-receiver.ts'

let local: LocalSuite
let receiver: Receiver
beforeAll(async () => {
  local = await startLocalSuite({ settings: { WEBHOOK_ALLOW_PRIVATE: 'true' } })
})
afterAll(async () => {
  await local.close()
  await receiver.close()
})

test('a conversation that is erased while it is sent leaves nothing of what the receiver says back, and is not sent again', async () => {
  const erasure = Promise.withResolvers<void>()
  receiver = await aReceiver(({ body }) => ({ status: 500, body, until: erasure.promise }))
  const made = await local.request('/v1/webhooks', {
    method: 'POST',
    headers: adminHeaders,
    body: JSON.stringify({ url: receiver.url, events: ['chat.response.generated'] }),
  })
  expect(made.status).toBe(201)
  const session = await local.openSession()
  await (await local.ask({ question: 'What did early lamps burn?' }, session)).text()
  await until(
    async () => receiver.received.length,
    (count) => count === 1,
  )
  expect(receiver.received[0]?.body).toContain('early lamps')

  const erased = await local.request(`/v1/sessions/${session.session_id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${session.token}` },
  })
  expect(erased.ok).toBe(true)
  erasure.resolve()
  const [row] = await until(
    () => local.sql`select status, http_status, response_body, next_attempt_at,
      payload::text as payload from webhook_deliveries where leased_until is null`,
    (rows) => rows[0]?.http_status === 500,
  )
  expect(row).toMatchObject({
    status: 'dead',
    response_body: null,
    next_attempt_at: null,
    payload: expect.not.stringContaining('early lamps'),
  })
})
