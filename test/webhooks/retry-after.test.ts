import { expect, test } from 'vitest'
import { retryAfterSeconds } from '../../lib/webhooks/retry-after.ts'
import { judge } from '../../lib/webhooks/verdict.ts'

const now = Date.parse('2026-11-25T12:00:00Z')

test.each([
  ['120', 120],
  [' 7 ', 7],
  ['Wed, 25 Nov 2026 12:01:30 GMT', 90],
  ['Wed, 25 Nov 2026 11:59:00 GMT', undefined],
  ['0', undefined],
  ['-5', undefined],
  ['soon', undefined],
  ['', undefined],
  ['99999999', 86_400],
  ['Wed, 25 Nov 2099 12:00:00 GMT', 86_400],
])('Retry-After "%s" asks for %s seconds', (header, seconds) => {
  expect(retryAfterSeconds(header, now)).toBe(seconds)
})

test('a receiver may ask for a later attempt, never for an earlier one', () => {
  const schedule = { retrySeconds: [5, 300], random: () => 0.5 }
  const busy = { http_status: 429, response_ms: 1 }
  expect(judge(1, { ...busy, retryAfter: 60 }, schedule)).toMatchObject({ delay_seconds: 60 })
  expect(judge(2, { ...busy, retryAfter: 60 }, schedule)).toMatchObject({ delay_seconds: 300 })
  expect(judge(3, { ...busy, retryAfter: 60 }, schedule)).toEqual({ status: 'dead' })
})
