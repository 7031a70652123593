import { afterEach, expect, test } from 'vitest'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'
import { stateKeys } from '../support/state-keys.ts'
import { aReceiver } from '../webhooks/a-receiver.ts'

const everyMinute = '* * * * *'
const everyQuarter = '*/15 * * * *'

let local: LocalSuite
afterEach(() => local.close())

const neonRequests = () => local.cloud.requests.neon.entries.length

/** Fires the crons as an hour does, and gives the requests that Neon had meanwhile. */
async function anHour(): Promise<number> {
  await untilQuiet(local)
  const before = neonRequests()
  for (let minute = 0; minute < 60; minute += 1) {
    await local.suite.scheduled(everyMinute)
    if (minute % 15 === 0) await local.suite.scheduled(everyQuarter)
  }
  await untilQuiet(local)
  return neonRequests() - before
}

async function subscribe(events: string[], answer?: Parameters<typeof aReceiver>[0]) {
  const receiver = await aReceiver(answer)
  const init = {
    method: 'POST',
    headers: adminHeaders,
    body: JSON.stringify({ url: receiver.url, events }),
  }
  expect((await local.request('/v1/webhooks', init)).status).toBe(201)
  return receiver
}

/** Everything that can have left something to see to, and then the half hour after which it is over. */
async function aDay() {
  await local.ask({ question: 'What is the glass cleaned with?' }, undefined, 'application/json')
  await untilQuiet(local)
  await local.sql`update sessions set last_active_at = now() - interval '31 minutes'`
}

const settings = { WEBHOOK_ALLOW_PRIVATE: 'true', WEBHOOK_RETRY_SECONDS: '5,300' }

test.each(['full', 'lean'] as const)(
  'an idle suite of the %s profile asks Neon nothing in an hour of crons',
  async (profile) => {
    local = await startLocalSuite({ profile, settings })
    const receiver = await subscribe(['chat.response.generated', 'session.resolved'])
    await aDay()
    // The look at what is over: a cron's first one, or the one that the queue brings.
    await local.look('house')
    await local.look('deliveries')
    await untilQuiet(local)
    expect(receiver.received).toHaveLength(2)
    if (profile === 'full') {
      await local.suite.scheduled(everyMinute)
      await local.suite.scheduled(everyQuarter)
      const keys = await stateKeys(local)
      // Nothing waits: the rest would have outlasted the hour.
      for (const duty of ['deliveries', 'house'])
        expect(keys.get(`cron:rest:${duty}`)).toBeGreaterThan(3_600_000)
    }
    expect(await anHour()).toBe(0)
    await receiver.close()
  },
)

test.each(['full', 'lean'] as const)(
  'in the %s profile a delivery that is due in 5 s comes in 5 s, without a cron',
  async (profile) => {
    local = await startLocalSuite({ profile, settings, isIngested: false })
    const times: number[] = []
    const receiver = await subscribe(['session.created'], () => {
      times.push(Date.now())
      return { status: times.length === 1 ? 503 : 204 }
    })
    await local.openSession()
    await until(
      async () => times.length,
      (count) => count === 2,
    )
    const [first = 0, second = 0] = times
    // 5 s and a tenth of jitter either way; a queue counts in whole seconds.
    expect(second - first).toBeGreaterThanOrEqual(4500)
    await receiver.close()
  },
)

test('what a lost message leaves is found by the next cron, for its rest has ended', async () => {
  local = await startLocalSuite({ settings, isIngested: false })
  const receiver = await subscribe(['session.created'])
  await anHour()
  expect(await anHour()).toBe(0)
  await local.openSession()
  await until(
    async () => receiver.received.length,
    (count) => count === 1,
  )
  await untilQuiet(local)
  // As if the message that woke it, and the run that it began, had been lost.
  await local.sql`update webhook_deliveries set status = 'pending', next_attempt_at = now()`
  await local.suite.scheduled(everyMinute)
  await until(
    async () => receiver.received.length,
    (count) => count === 2,
  )
  await receiver.close()
})

test('with Redis away the cron looks', async () => {
  local = await startLocalSuite({
    settings: { ...settings, TIMEOUT_REDIS_MS: '500' },
    isIngested: false,
  })
  await local.suite.scheduled(everyMinute)
  local.cloud.faults.upstash.set({ kind: 'down' })
  const before = neonRequests()
  await local.suite.scheduled(everyMinute)
  expect(neonRequests()).toBeGreaterThan(before)
})

test('what was due before the nightly run is seen to by it, whatever the marks say', async () => {
  local = await startLocalSuite({ profile: 'lean', settings })
  const receiver = await subscribe(['session.resolved'])
  await aDay()
  await local.suite.scheduled(everyQuarter)
  expect(receiver.received).toEqual([])
  await local.suite.scheduled('0 3 * * *')
  await until(
    async () => receiver.received.length,
    (count) => count === 1,
  )
  await receiver.close()
})
