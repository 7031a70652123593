import { afterAll, beforeAll, expect, test } from 'vitest'
import { Overview } from '../../lib/admin/figures.ts'
import {
  adminHeaders,
  type LocalSuite,
  readEvents,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    settings: {
      BUDGET_MONEY_PER_DAY: '1.5',
      BUDGET_SESSION_TOKENS_PER_DAY: '1',
      PRICE_INPUT_PER_MILLION: '1000',
      PRICE_OUTPUT_PER_MILLION: '1000',
    },
  })
})
afterAll(() => local.close())

const overview = async () => {
  const response = await local.request('/v1/admin/overview', { headers: adminHeaders })
  return Overview.parse(await response.json())
}

async function ask(question: string, session?: { session_id: string; token: string }) {
  const events = await readEvents(await local.ask({ question }, session))
  await untilQuiet(local)
  const answer = events.map((told) => (told.event === 'delta' ? told.data.text : '')).join('')
  const done = events.find((told) => told.event === 'done')?.data
  return { answer, degraded: done && 'degraded' in done ? done.degraded : undefined, done }
}

test('a session over its budget gets passages, and the others answers', async () => {
  const session = await local.openSession()
  expect((await ask('What did early lamps burn?', session)).degraded).toEqual([])
  const spent = await ask('When is the reservoir filled?', session)
  expect(spent.degraded).toEqual(['budget'])
  expect(spent.answer).toContain('The budget of this site for today is spent')
  expect(spent.answer).toMatch(/\[1\]/)
  expect((await ask('How is the lens cleaned?')).degraded).toEqual([])
})

test('the owner is told once when the deployment is over its budget, and sees it', async () => {
  await local.sql`insert into webhooks (url, events, secret_hash)
    values ('https://crm.example.com/', '{budget.reached}', 'none')`
  expect((await overview()).budgets).toMatchObject([{ measure: 'money', limit: 1.5 }])
  const questions = ['Who trims the wick?', 'What bends the light?', 'How long is a watch?']
  for (const question of questions) await ask(question)
  const told = await until(
    () => local.sql`select payload from webhook_deliveries where event_type = 'budget.reached'`,
    (rows) => rows.length > 0,
  )
  expect(told).toHaveLength(1)
  expect(told[0]?.payload.data).toMatchObject({ measure: 'money', limit: 1.5 })
  const [budget] = (await overview()).budgets ?? []
  expect(budget).toMatchObject({ is_reached: true })
  const refused = await ask('What is kept in the log?')
  expect(refused.degraded).toContain('budget')
})
