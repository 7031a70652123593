import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type ChatwootConversation,
  createChatwootApp,
  signedByChatwoot,
} from '../../dev/cloud/messengers/chatwoot.ts'
import {
  createSlackApp,
  type ShownMessage,
  signedBySlack,
} from '../../dev/cloud/messengers/slack.ts'
import { startService } from '../../dev/cloud/stand-in/service.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { type Suite, startSuite } from '../../dev/suite/suite.ts'
import { adminHeaders, type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'

const slackToken = 'xoxb-4711-token-of-the-stand-in'
const slackSecret = '0123456789abcdef0123456789abcdef'
const chatwootToken = 'agent-token-of-the-stand-in'
const chatwootSecret = 'secret-of-the-inbox-webhook'
const channel = 'C0TEAM'

const shown: ShownMessage[] = []
const conversations: ChatwootConversation[] = []
let local: LocalSuite
let slack: Awaited<ReturnType<typeof startService>>
let chatwoot: Awaited<ReturnType<typeof startService>>
let bot: Suite
beforeAll(async () => {
  slack = await startService({
    app: createSlackApp(slackToken, shown),
    refusal: (status) => Response.json({ ok: false, error: 'ratelimited' }, { status }),
  })
  chatwoot = await startService({
    app: createChatwootApp(
      { accountId: 7, inboxId: 3, token: chatwootToken, isAdministrator: true },
      conversations,
    ),
    refusal: (status) => Response.json({ error: 'Retry later' }, { status }),
  })
  const own = {
    SLACK_BOT_TOKEN: slackToken,
    SLACK_SIGNING_SECRET: slackSecret,
    SLACK_API_URL: slack.url,
    SLACK_HAND_OFF_CHANNEL: channel,
    CHATWOOT_URL: chatwoot.url,
    CHATWOOT_ACCOUNT_ID: '7',
    CHATWOOT_INBOX_ID: '3',
    CHATWOOT_API_TOKEN: chatwootToken,
    CHATWOOT_WEBHOOK_SECRET: chatwootSecret,
    PUBLIC_URL: 'https://marginalia.example',
  }
  local = await startLocalSuite({ settings: own })
  bot = await startSuite({
    name: 'slack',
    settings: { ...local.cloud.settings, ...developmentSecrets, ...own },
  })
})
afterEach(() => {
  slack.faults.clear()
  chatwoot.faults.clear()
})
afterAll(async () => {
  await bot.close()
  await Promise.all([local.close(), slack.close(), chatwoot.close()])
})

let last = 0
const next = () => {
  last += 1
  return last
}

/** A reader's conversation, in which a person has been asked for. */
async function handOff(reason: string) {
  const session = await local.openSession()
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${session.token}` }
  const call = (path: string, body?: object, method = body ? 'POST' : 'GET') =>
    local.request(`/v1/sessions/${session.session_id}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    })
  const asked = await call('/escalate', { reason, contact: 'ada@lamps.example' })
  expect(await asked.json()).toMatchObject({ status: 'escalated', is_told: true })
  const [first, conversation] = await Promise.all([
    until(
      async () => shown.filter(({ text }) => text.includes(reason)),
      (found) => found.length > 0,
    ),
    until(
      async () =>
        conversations.filter(({ messages }) => messages.some((m) => m.content === reason)),
      (found) => (found[0]?.messages.length ?? 0) > 1,
    ),
  ])
  const [parent] = first
  const [inChatwoot] = conversation
  if (!parent || !inChatwoot) throw new Error('It was not opened')
  // The id is in the link to the desk.
  const id = /inbox\/([\da-f-]{36})/.exec(parent.text)?.[1] ?? ''
  return {
    id,
    session,
    parent,
    inChatwoot,
    seen: async () => (await (await call('/escalation')).json()) as Seen,
    say: (content: string) => call('/escalation/messages', { content }),
    erase: () => call('', undefined, 'DELETE'),
    inThread: () =>
      shown.filter(({ thread_ts }) => thread_ts === parent.ts).map(({ text }) => text),
  }
}

interface Seen {
  status: string
  messages: { from: string; author?: string; content: string }[]
}

async function inSlack(body: string, type = 'application/json') {
  const reply = await fetch(`${bot.url}/v1/slack`, {
    method: 'POST',
    headers: { 'content-type': type, ...signedBySlack(body, slackSecret) },
    body,
  })
  expect(reply.status).toBe(200)
}

const written = (
  thread_ts: string,
  text: string,
  ts = `1600000001.${`${next()}`.padStart(6, '0')}`,
) =>
  JSON.stringify({
    type: 'event_callback',
    team_id: 'T1',
    event_id: `EvT${next()}`,
    event: {
      type: 'message',
      user: 'U0ADA',
      channel,
      channel_type: 'channel',
      ts,
      thread_ts,
      text,
    },
  })

const pressed = (action_id: string, ts: string, user = 'U0BEN') =>
  new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      team: { id: 'T1' },
      user: { id: user },
      channel: { id: channel },
      message: { ts },
      actions: [{ action_id, action_ts: `1600000002.${next()}` }],
    }),
  }).toString()

const press = (action: string, ts: string, user?: string) =>
  inSlack(pressed(action, ts, user), 'application/x-www-form-urlencoded')

const atChatwoot = (call: object, headers?: Record<string, string>) => {
  const body = JSON.stringify(call)
  return local.request('/v1/chatwoot', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(headers ?? signedByChatwoot(body, chatwootSecret)),
    },
    body,
  })
}

const agentSays = (
  conversation: number,
  content: string | null,
  id = 10_000 + next(),
  more = {},
) => ({
  event: 'message_created',
  id,
  content,
  message_type: 'outgoing',
  private: false,
  sender: { id: 5, name: 'Grace Hopper', available_name: 'Grace', type: 'user' },
  conversation: { id: conversation, inbox_id: 3, status: 'open' },
  account: { id: 7, name: 'Lamps' },
  inbox: { id: 3, name: 'Marginalia' },
  ...more,
})

const desk = (id: string, deed: string, given: object = {}) =>
  local.request(`/v1/admin/escalations/${id}/${deed}`, {
    method: 'POST',
    headers: adminHeaders,
    body: JSON.stringify(given),
  })

const untilSeen = (given: Awaited<ReturnType<typeof handOff>>, isIt: (seen: Seen) => boolean) =>
  until(() => given.seen(), isIt)

test('a hand-off opens a thread and a conversation, with its reason and what was said before', async () => {
  const session = await local.openSession()
  await (
    await local.ask({ question: 'How often does the keeper ring the bell in fog?' }, session)
  ).text()
  await until(
    () => local.sql`select id from messages where session_id = ${session.session_id}`,
    (rows) => rows.length === 2,
  )
  await local.request(`/v1/sessions/${session.session_id}/escalate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${session.token}` },
    body: JSON.stringify({ reason: 'Which <bell> & when?' }),
  })
  const [parent] = await until(
    async () => shown.filter(({ text }) => text.includes('Which &lt;bell&gt; &amp; when?')),
    (found) => found.length > 0,
  )
  expect(JSON.stringify(parent?.blocks)).toMatch(/take_hand_off.*close_hand_off/)
  const talk = await until(
    async () => shown.filter(({ thread_ts }) => thread_ts === parent?.ts),
    (found) => found.length > 0,
  )
  expect(talk[0]?.text).toMatch(/^\*Reader\*: How often.*\n\*Marginalia\*: /s)
  const [conversation] = await until(
    async () => conversations.filter(({ messages }) => messages[0]?.content.includes('<bell>')),
    (found) => found[0]?.messages.length === 2,
  )
  expect(conversation?.messages).toMatchObject([
    { message_type: 'incoming', private: false },
    {
      private: true,
      content: expect.stringMatching(/from: page.*https:\/\/marginalia\.example\/admin/s),
    },
  ])
})

test('what the team writes in the thread reaches the reader under its writer’s name, once, and notes stay', async () => {
  const given = await handOff('The lamp is out')
  const at = '1600000009.000001'
  await inSlack(written(given.parent.ts, '// who knows lamps?'))
  await inSlack(
    written(given.parent.ts, 'Send a &lt;photo&gt; to <https://lamps.example/x|us>', at),
  )
  await inSlack(
    written(given.parent.ts, 'Send a &lt;photo&gt; to <https://lamps.example/x|us>', at),
  )
  const seen = await untilSeen(given, ({ messages }) => messages.length > 0)
  expect(seen).toMatchObject({
    status: 'taken',
    messages: [
      { from: 'person', author: 'Ada', content: 'Send a <photo> to us (https://lamps.example/x)' },
    ],
  })
  // The other tool hears of it, and the thread shows who has it. The bot's queue is not the suite's here,
  // as it is where both are deployed: what its message does not reach, the cron finds.
  await local.look('deliveries')
  await until(
    async () => given.inChatwoot.messages,
    (messages) =>
      messages.some(({ content, private: isNote }) => isNote && content.startsWith('Ada: Send')),
  )
  await until(
    async () => given.parent.text,
    (text) => text.includes('Ada (Slack) has taken it.'),
  )
  await given.say('It is sent')
  await until(
    async () => given.inThread(),
    (texts) => texts.includes('*Reader*: It is sent'),
  )
  await until(
    async () => given.inChatwoot.messages.at(-1),
    (message) => message?.content === 'It is sent' && message.message_type === 'incoming',
  )
  // Nothing comes back as an echo.
  expect((await given.seen()).messages).toHaveLength(2)
  expect(given.inThread().filter((text) => text.includes('photo'))).toEqual([])
})

test('an agent of Chatwoot takes, answers and resolves, and each is done at the desk and told in Slack', async () => {
  const given = await handOff('Where is the oil?')
  const { id } = given.inChatwoot
  const assigned = (current_value: number | null, assignee: object | null) => ({
    event: 'conversation_updated',
    id,
    changed_attributes: [{ assignee_id: { previous_value: null, current_value } }],
    meta: { sender: { id: 1 }, assignee },
  })
  expect((await atChatwoot(assigned(5, { name: 'Grace' }))).status).toBe(200)
  await untilSeen(given, ({ status }) => status === 'taken')
  expect((await atChatwoot(assigned(null, null))).status).toBe(200)
  await untilSeen(given, ({ status }) => status === 'waiting')
  const call = agentSays(id, 'In the store-room')
  expect((await atChatwoot(call)).status).toBe(200)
  expect((await atChatwoot(call)).status).toBe(200)
  expect((await atChatwoot(agentSays(id, 'a note', 20_001, { private: true }))).status).toBe(200)
  expect(
    (await atChatwoot(agentSays(id, 'Where?', 20_002, { message_type: 'incoming' }))).status,
  ).toBe(200)
  expect((await given.seen()).messages).toMatchObject([
    { author: 'Grace', content: 'In the store-room' },
  ])
  await until(
    async () => given.inThread(),
    (texts) => texts.includes('*Grace*: In the store-room'),
  )
  const resolved = {
    event: 'conversation_status_changed',
    id,
    status: 'resolved',
    meta: { assignee: { name: 'Grace' } },
  }
  expect((await atChatwoot(resolved)).status).toBe(200)
  expect((await given.seen()).status).toBe('closed')
  await until(
    async () => given.parent.text,
    (text) => text.includes('Closed; Grace (Chatwoot) had it.'),
  )
  expect(JSON.stringify(given.parent.blocks)).not.toContain('close_hand_off')
  // Words that no reader gets are refused, so that Chatwoot shows that.
  expect((await atChatwoot(agentSays(id, 'Too late'))).status).toBe(409)
  expect((await atChatwoot(agentSays(id, null))).status).toBe(409)
  expect((await atChatwoot(agentSays(999, 'To nobody'))).status).toBe(404)
  const log =
    await local.sql`select action from audit_log where member = 'Grace (Chatwoot)' order by id`
  expect(log.map(({ action }) => action)).toEqual([
    'takeEscalation',
    'replyToReader',
    'closeEscalation',
    'replyToReader',
  ])
})

test('buttons take and close, a reply that comes too late is told in the thread, and the desk’s deeds are shown', async () => {
  const given = await handOff('Is the tower open?')
  await press('take_hand_off', given.parent.ts)
  await untilSeen(given, ({ status }) => status === 'taken')
  await local.look('deliveries')
  await until(
    async () => given.parent.text,
    (text) => text.includes('Ben Bitdiddle (Slack) has taken it.'),
  )
  await desk(given.id, 'messages', { content: 'On Sundays', author: 'Cleo' })
  await until(
    async () => given.inThread(),
    (texts) => texts.includes('*Cleo*: On Sundays'),
  )
  await press('close_hand_off', given.parent.ts, 'U0NOBODY')
  await untilSeen(given, ({ status }) => status === 'closed')
  await local.look('deliveries')
  await until(
    async () => given.inChatwoot.status,
    (status) => status === 'resolved',
  )
  await inSlack(written(given.parent.ts, 'And on Mondays'))
  await until(
    async () => given.inThread(),
    (texts) => texts.some((text) => /not told: This hand-off is closed/.test(text)),
  )
  // A thread that is no hand-off is the team's own.
  await inSlack(written('1600000000.999999', 'Lunch?'))
  expect(shown.some(({ thread_ts }) => thread_ts === '1600000000.999999')).toBe(false)
})

test('a tool that is away is told later, in order, and the desk shows why not yet', async () => {
  const given = await handOff('The door is stuck')
  slack.faults.set({ kind: 'status', status: 500 })
  await given.say('Hello?')
  await until(
    () => local.sql`select failure, attempts from escalation_relays
      where helpdesk = 'slack' and escalation_id = ${given.id}`,
    ([row]) => row?.attempts > 0,
  )
  const entry = await local.request(`/v1/admin/escalations/${given.id}`, { headers: adminHeaders })
  expect(await entry.json()).toMatchObject({
    helpdesks: expect.arrayContaining([
      { helpdesk: 'slack', is_open: true, failure: expect.stringContaining('Slack: ') },
    ]),
  })
  slack.faults.clear()
  await given.say('Is anybody there?')
  await until(
    async () => given.inThread(),
    (texts) => texts.length > 1,
  )
  expect(given.inThread().slice(-2)).toEqual(['*Reader*: Hello?', '*Reader*: Is anybody there?'])
})

test('an erased conversation is taken out of both tools', async () => {
  const given = await handOff('My name is Zebediah')
  await given.say('Forget me')
  await until(
    async () => given.inThread(),
    (texts) => texts.includes('*Reader*: Forget me'),
  )
  expect((await given.erase()).status).toBe(204)
  await until(
    async () => JSON.stringify([shown, conversations]),
    (all) => !/Zebediah|Forget me/.test(all),
  )
  await until(
    () => local.sql`select from escalation_relays where escalation_id = ${given.id}`,
    (rows) => rows.length === 0,
  )
})

test('what Chatwoot has not signed, or long ago, is a 401 problem, and what it never sends a 422', async () => {
  const call = agentSays(1, 'x')
  const body = JSON.stringify(call)
  const old = Date.now() - 6 * 60_000
  for (const headers of [
    {},
    signedByChatwoot(body, 'another-secret-altogether'),
    signedByChatwoot(`${body} `, chatwootSecret),
    signedByChatwoot(body, chatwootSecret, old),
    { ...signedByChatwoot(body, chatwootSecret), 'x-chatwoot-signature': 'sha256=short' },
  ])
    expect((await atChatwoot(call, headers as Record<string, string>)).status).toBe(401)
  expect((await atChatwoot({ event: 'message_created' })).status).toBe(422)
  expect((await atChatwoot({ event: 'contact_updated', id: 1 })).status).toBe(200)
  expect((await atChatwoot({ event: 'x', text: 'x'.repeat(1024 * 1024) })).status).toBe(413)
})

test('neither token is in any log', () => {
  const logs = JSON.stringify([local.suite.logs, bot.logs])
  for (const secret of [slackToken, slackSecret, chatwootToken, chatwootSecret])
    expect(logs).not.toContain(secret)
})
