import { expect, test } from 'vitest'
import { adminHeaders, type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

/** What /health says of a suite whose services have failed from the beginning. */
async function healthWith(
  fail: (faults: LocalSuite['cloud']['faults']) => void,
  headers: Record<string, string> = {},
) {
  const local = await startLocalSuite()
  try {
    fail(local.cloud.faults)
    const response = await local.request('/health', { headers })
    return { status: response.status, body: await response.json() }
  } finally {
    await local.close()
  }
}

test('one service that is away is degraded, and its error is the owner’s to read', async () => {
  const { status, body } = await healthWith(
    (faults) => faults.upstash.set({ kind: 'down' }),
    adminHeaders,
  )
  expect(status).toBe(200)
  expect(body).toMatchObject({
    status: 'degraded',
    checks: {
      redis: {
        ok: false,
        last_error: { cause: expect.any(String), what_to_do: expect.any(String) },
      },
      model: { ok: true },
    },
  })
})

test('where no question could be answered it is 503, and nobody else is told why', async () => {
  const { status, body } = await healthWith((faults) => {
    faults.neon.set({ kind: 'down' })
    faults.qdrant.set({ kind: 'down' })
  })
  expect(status).toBe(503)
  expect(JSON.stringify(body)).not.toContain('last_error')
})
