import { expect, test } from 'vitest'
import { type Attempted, judge } from '../../lib/webhooks/verdict.ts'

const retrySeconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
const schedule = (random: number) => ({ retrySeconds, random: () => random })
const answered = (http_status: number): Attempted => ({ http_status, response_ms: 1 })
const unanswered: Attempted = { error_message: 'No answer within 15 s', response_ms: 15_000 }

test.each([200, 201, 202, 204, 299])('an answer of %i delivers', (status) => {
  expect(judge(1, answered(status), schedule(0.5))).toEqual({ status: 'delivered' })
})

test.each([100, 301, 302, 304, 400, 401, 404, 429, 500, 503])(
  'an answer of %i is tried again after 5 seconds',
  (status) => {
    const verdict = { status: 'failed', delay_seconds: 5 }
    expect(judge(1, answered(status), schedule(0.5))).toEqual(verdict)
  },
)

test('every failed attempt waits as the schedule says, and the tenth is the last', () => {
  const verdicts = Array.from({ length: 10 }, (_, index) =>
    judge(index + 1, unanswered, schedule(0.5)),
  )
  expect(verdicts).toEqual([
    ...retrySeconds.map((delay_seconds) => ({ status: 'failed', delay_seconds })),
    { status: 'dead' },
  ])
})

test('jitter moves a wait by at most a tenth', () => {
  expect(judge(2, unanswered, schedule(0))).toEqual({ status: 'failed', delay_seconds: 270 })
  const latest = judge(2, unanswered, schedule(1 - Number.EPSILON))
  expect(latest).toMatchObject({ delay_seconds: expect.closeTo(330) })
})

test('410 ends a delivery at once, as does what would fail the same way again', () => {
  expect(judge(1, answered(410), schedule(0.5))).toEqual({ status: 'dead' })
  const refused = { error_message: 'Not sent', response_ms: 0, isFinal: true }
  expect(judge(1, refused, schedule(0.5))).toEqual({ status: 'dead' })
})
