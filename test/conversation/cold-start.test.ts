import { expect, test } from 'vitest'
import { startLocalSuite } from '../support/local-suite.ts'

const wakesInMs = 5000

test('a database that wakes for five seconds is waited for when a session is opened', async () => {
  // A question goes on without Neon long before that; who opens a session has nowhere else to go.
  const local = await startLocalSuite({
    isIngested: false,
    settings: { TIMEOUT_NEON_MS: '1000', TIMEOUT_NEW_SESSION_MS: '60000' },
  })
  try {
    local.cloud.faults.neon.set({ kind: 'slow', delayMs: wakesInMs, times: 1 })
    const { session_id } = await local.openSession()
    expect(await local.sql`select id from sessions where id = ${session_id}`).toHaveLength(1)
  } finally {
    local.cloud.faults.neon.clear()
    await local.close()
  }
})

test('one that does not wake in TIMEOUT_NEW_SESSION_MS is a 503 that says when to come again', async () => {
  const local = await startLocalSuite({
    isIngested: false,
    settings: { TIMEOUT_NEW_SESSION_MS: '500' },
  })
  try {
    local.cloud.faults.neon.set({ kind: 'slow', delayMs: 3000, times: 1 })
    const response = await local.request('/v1/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(response.status).toBe(503)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  } finally {
    local.cloud.faults.neon.clear()
    await local.close()
  }
})
