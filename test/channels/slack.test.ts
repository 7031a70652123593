import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  createSlackApp,
  type ShownMessage,
  signedBySlack,
} from '../../dev/cloud/messengers/slack.ts'
import { startService } from '../../dev/cloud/stand-in/service.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { type Suite, startSuite } from '../../dev/suite/suite.ts'
import { adminHeaders, type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'
import { askAsStaff, forgetStaffPage, staffWordsIn, vaultQuestion } from '../support/two-readers.ts'

const token = 'xoxb-4711-token-of-the-stand-in'
const secret = '0123456789abcdef0123456789abcdef'
const bot = 'U0BOT'

const shown: ShownMessage[] = []
let local: LocalSuite
let slack: Awaited<ReturnType<typeof startService>>
let suite: Suite
beforeAll(async () => {
  slack = await startService({
    app: createSlackApp(token, shown),
    refusal: (status) => Response.json({ ok: false, error: 'ratelimited' }, { status }),
  })
  const own = {
    SLACK_BOT_TOKEN: token,
    SLACK_SIGNING_SECRET: secret,
    SLACK_API_URL: slack.url,
    INBOX_WATCHED: 'true',
  }
  local = await startLocalSuite({
    settings: { CONTENT_SITE_URL: 'https://lamps.example/docs', ...own },
  })
  suite = await startSuite({
    name: 'slack',
    settings: {
      ...local.cloud.settings,
      ...developmentSecrets,
      ...own,
      CONTENT_SITE_URL: 'https://lamps.example/docs',
    },
  })
})
afterEach(() => {
  slack.faults.clear()
  shown.length = 0
})
afterAll(async () => {
  await suite.close()
  await Promise.all([local.close(), slack.close()])
})

let last = 0
const next = () => {
  last += 1
  return last
}
const ts = () => `1600000000.${String(next()).padStart(6, '0')}`

const post = (body: string, headers: Record<string, string>, type = 'application/json') =>
  fetch(`${suite.url}/v1/slack`, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body,
  })

/** What Slack sends of a message; a new event of it unless its id is given. */
function eventOf(event: object, id = `Ev${next()}`) {
  return JSON.stringify({
    type: 'event_callback',
    token: 'legacy',
    team_id: 'T1',
    event_id: id,
    authorizations: [{ user_id: bot, is_bot: true }],
    event: { type: 'message', user: 'U1', ts: ts(), ...event },
  })
}

async function send(body: string) {
  const response = await post(body, signedBySlack(body, secret))
  expect(response.status).toBe(200)
}

/** The message of a thread that says how it ended, once it does. */
const answerIn = async (thread: string, after = 0) => {
  const found = await until(
    async () => shown.filter(({ thread_ts }) => thread_ts === thread).slice(after),
    (all) => all.some(({ edits, text }) => edits > 0 && !text.includes('Looking it up')),
  )
  const [message] = found
  if (!message) throw new Error('Nothing was said')
  return message
}

const settled = (thread: string) =>
  until(
    () => answerIn(thread),
    ({ blocks }) => blocks !== undefined,
  )

test('a mention is answered in its thread, in one message, with links to the very paragraphs', async () => {
  const at = ts()
  await send(
    eventOf({
      type: 'app_mention',
      channel: 'C1',
      ts: at,
      text: `<@${bot}> How often does the keeper ring the bell in fog?`,
    }),
  )
  const answer = await settled(at)
  expect(answer.text).toContain('<https://lamps.example/docs/Part-2-keepers/the-watch#fog|[1]>')
  expect(answer.text).toMatch(/\*Sources\*\n\[1\] <https:[^|]+\|The watch › Fog>$/)
  expect(shown.filter(({ thread_ts }) => thread_ts === at)).toHaveLength(1)
})

test('a thread is a conversation: what follows in it needs no mention, and is known for a follow-up', async () => {
  const at = ts()
  await send(
    eventOf({
      type: 'app_mention',
      channel: 'C2',
      ts: at,
      text: `<@${bot}> What did early lamps burn?`,
    }),
  )
  await settled(at)
  const logged = (question: string) =>
    until(
      () => local.sql`
        select q.session_id, q.standalone_question, s.metadata, s.user_id
        from query_logs q join sessions s on s.id = q.session_id where q.question = ${question}`,
      (rows) => rows.length > 0,
    )
  const [first] = await logged('What did early lamps burn?')
  expect(first).toMatchObject({ metadata: { channel: 'slack' }, user_id: null })
  await send(
    eventOf({ channel: 'C2', thread_ts: at, user: 'U2', text: 'And why was it replaced?' }),
  )
  const [second] = await logged('And why was it replaced?')
  expect(second?.session_id).toBe(first?.session_id)
  expect(second?.standalone_question).toContain('What did early lamps burn?')
})

test('what is not for the app is passed over: other threads, bots, edits, and a mention told twice', async () => {
  const question = 'Who wakes the next keeper?'
  await send(eventOf({ channel: 'C3', text: question }))
  await send(eventOf({ channel: 'C3', thread_ts: ts(), text: question }))
  await send(eventOf({ channel: 'C3', text: `<@${bot}> ${question}` }))
  await send(eventOf({ channel: 'D3', channel_type: 'im', bot_id: 'B1', text: question }))
  await send(eventOf({ channel: 'D3', channel_type: 'im', subtype: 'message_changed' }))
  await send(eventOf({ type: 'reaction_added', reaction: 'eyes' }))
  const at = ts()
  const told = eventOf({ channel: 'D3', channel_type: 'im', ts: at, text: question })
  await send(told)
  await send(told)
  await settled(at)
  expect(shown.map(({ channel }) => channel)).toEqual(['D3'])
})

test('a direct message is its writer’s own, who is known by the workspace’s id', async () => {
  const at = ts()
  const question = 'Who is dismissed?'
  await send(eventOf({ channel: 'D4', channel_type: 'im', user: 'U4', ts: at, text: question }))
  await settled(at)
  const rows = await until(
    () => local.sql`
      select i.provider, i.external_id from query_logs q join sessions s on s.id = q.session_id
        join identities i on i.user_id = s.user_id where q.question = ${question}`,
    (found) => found.length > 0,
  )
  expect(rows[0]).toEqual({ provider: 'slack', external_id: 'T1/U4' })
})

test('a button asks a person, who answers in the thread, and hears what is written there', async () => {
  const at = ts()
  const say = (text: string) =>
    send(eventOf({ channel: 'D5', channel_type: 'im', user: 'U5', thread_ts: at, text }))
  await say('Can I talk to a human?')
  const offered = await settled(at)
  expect(JSON.stringify(offered.blocks)).toContain('"action_id":"human"')
  const payload = JSON.stringify({
    type: 'block_actions',
    team: { id: 'T1' },
    user: { id: 'U5' },
    channel: { id: 'D5' },
    message: { ts: offered.ts, thread_ts: at },
    actions: [{ action_id: 'human', action_ts: ts() }],
  })
  const body = new URLSearchParams({ payload }).toString()
  const pressed = await post(body, signedBySlack(body, secret), 'application/x-www-form-urlencoded')
  expect(pressed.status).toBe(200)
  await until(
    async () => shown,
    (all) => all.some(({ text }) => /person has been asked for/.test(text)),
  )
  const [row] = await local.sql`
    select id from escalations where contact = 'Slack: https://app.slack.com/client/T1/U5'`
  const desk = (deed: string, given: object) =>
    local.request(`/v1/admin/escalations/${row?.id}/${deed}`, {
      method: 'POST',
      headers: adminHeaders,
      body: JSON.stringify(given),
    })
  const reply = await desk('messages', { content: 'Use <b> & wait', author: 'Ada' })
  expect(await reply.json()).toMatchObject({ is_sent: true })
  expect(shown.at(-1)).toMatchObject({ thread_ts: at, text: 'Ada: Use &lt;b&gt; &amp; wait' })
  await say('It works now')
  const said = await until(
    () => local.sql`select content from messages where escalation_id = ${row?.id} order by id`,
    (rows) => rows.length === 2,
  )
  expect(said[1]).toEqual({ content: 'It works now' })
})

test('Slack’s question whether we are there is answered with its challenge', async () => {
  const body = JSON.stringify({ type: 'url_verification', token: 'x', challenge: '3eZbrw1a' })
  const response = await post(body, signedBySlack(body, secret))
  expect(await response.json()).toEqual({ challenge: '3eZbrw1a' })
})

test('what Slack has not signed, or long ago, is a 401 problem, and no body of the wrong kind passes', async () => {
  const body = eventOf({ channel: 'D6', channel_type: 'im', text: 'Who is dismissed?' })
  const old = Date.now() - 6 * 60_000
  for (const headers of [
    {},
    signedBySlack(body, 'ffffffffffffffffffffffffffffffff'),
    signedBySlack(`${body} `, secret),
    signedBySlack(body, secret, old),
    { ...signedBySlack(body, secret), 'x-slack-signature': 'v0=short' },
  ])
    expect((await post(body, headers as Record<string, string>)).status).toBe(401)
  const wrong = '{"type":"block_actions"}'
  expect((await post(wrong, signedBySlack(wrong, secret))).status).toBe(422)
  expect((await post('{', signedBySlack('{', secret))).status).toBe(400)
  expect(shown).toEqual([])
})

test('a writer hears that we cannot answer, and what Slack refuses is logged without the token', async () => {
  local.cloud.faults.neon.set({ kind: 'down' })
  const at = ts()
  await send(eventOf({ channel: 'D7', channel_type: 'im', ts: at, text: 'What is trimmed?' }))
  const told = await answerIn(at)
  local.cloud.faults.neon.clear()
  expect(told.text).toMatch(/try again later/)
  slack.faults.set({ kind: 'status', status: 429, times: 1 })
  await send(eventOf({ channel: 'D7', channel_type: 'im', text: 'What is trimmed?' }))
  await until(
    async () => suite.logs,
    (logs) => logs.some(({ message }) => message.includes('A call of Slack failed')),
  )
  expect(JSON.stringify(suite.logs)).not.toContain(token)
})

test('no word of a page for staff reaches a channel, whatever staff were answered before', async () => {
  await askAsStaff(local, vaultQuestion)
  const at = ts()
  await send(
    eventOf({ type: 'app_mention', channel: 'C9', ts: at, text: `<@${bot}> ${vaultQuestion}` }),
  )
  const answer = await settled(at)
  expect(staffWordsIn(JSON.stringify(answer))).toEqual([])
  await forgetStaffPage(local)
})
