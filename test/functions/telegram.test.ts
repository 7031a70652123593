import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startService } from '../../dev/cloud/stand-in/service.ts'
import {
  createTelegramApp,
  type SentMessage,
  type TelegramCall,
  telegramRefusal,
} from '../../dev/cloud/telegram/telegram.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { type Suite, startSuite } from '../../dev/suite/suite.ts'
import { adminHeaders, type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'
import { askAsStaff, forgetStaffPage, staffWordsIn, vaultQuestion } from '../support/two-readers.ts'

const token = '4711:token-of-the-stand-in-alone'
const secret = 'webhook-secret-of-the-tests'
const botName = 'MarginaliaBot'
const bot = { id: 4711, is_bot: true, first_name: 'Marginalia', username: botName }

const calls: TelegramCall[] = []
let local: LocalSuite
let telegram: Awaited<ReturnType<typeof startService>>
let suite: Suite
let settings: Record<string, string>
beforeAll(async () => {
  const app = createTelegramApp(token, calls, botName)
  telegram = await startService({ app, refusal: telegramRefusal })
  local = await startLocalSuite({
    settings: {
      CONTENT_SITE_URL: 'https://lamps.example/docs',
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_URL: telegram.url,
    },
  })
  settings = {
    ...local.cloud.settings,
    ...developmentSecrets,
    RATE_LIMIT_SESSION_PER_MINUTE: '5',
    RATE_LIMIT_NEW_SESSIONS_PER_HOUR: '3',
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_WEBHOOK_SECRET: secret,
    TELEGRAM_API_URL: telegram.url,
  }
  suite = await startSuite({ name: 'telegram', settings })
})
afterEach(() => {
  calls.length = 0
})
afterAll(async () => {
  await suite.close()
  await Promise.all([local.close(), telegram.close()])
})

let last = 1000
const next = () => {
  last += 1
  return last
}

/** Somebody who has a chat with the bot. */
function aWriter(own: object = {}) {
  const id = next()
  const from = { id, is_bot: false, first_name: 'Ada', username: `ada_${id}`, ...own }
  return { id, from, chat: { id, type: 'private', first_name: 'Ada' } }
}

type Writer = Pick<ReturnType<typeof aWriter>, 'from'> & { chat: object }

const messageOf = ({ from, chat }: Writer, text: string, own: object = {}) => ({
  message_id: next(),
  date: 0,
  from,
  chat,
  text,
  ...(text.startsWith('/') && {
    entities: [{ type: 'bot_command', offset: 0, length: text.split(' ')[0]?.length }],
  }),
  ...own,
})

async function send(update: object, header: string | undefined = secret) {
  return await fetch(`${suite.url}/v1/telegram`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(header !== '' && { 'x-telegram-bot-api-secret-token': header }),
    },
    body: JSON.stringify(update),
  })
}

const sentTo = (chatId: number): SentMessage[] =>
  calls.flatMap((call) =>
    call.method === 'sendMessage' && call.payload.chat_id === chatId ? [call.payload] : [],
  )

/** Sends an update that is answered, and waits for the answer. */
async function hear(chatId: number, update: object): Promise<SentMessage> {
  const before = sentTo(chatId).length
  expect((await send({ update_id: next(), ...update })).status).toBe(200)
  const sent = await until(
    async () => sentTo(chatId),
    (messages) => messages.length > before,
  )
  const message = sent.at(-1)
  if (!message) throw new Error('Nothing was sent')
  return message
}

const say = (writer: ReturnType<typeof aWriter>, text: string) =>
  hear(writer.id, { message: messageOf(writer, text) })

/** The session that a question of these words was asked in, and whose it is. */
async function sessionOf(question: string) {
  const rows = await until(
    () => local.sql`select s.id, s.status, s.metadata, s.user_id, q.standalone_question
      from query_logs q join sessions s on s.id = q.session_id where q.question = ${question}`,
    (found) => found.length > 0,
  )
  return rows[0] ?? {}
}

test('a question is answered with its citations as links, while the bot is seen typing', async () => {
  const ada = aWriter()
  const question = 'How often does the keeper ring the bell in fog?'
  const answer = await say(ada, question)
  expect(answer.parse_mode).toBe('HTML')
  expect(answer.text).toContain(
    '<a href="https://lamps.example/docs/Part-2-keepers/the-watch#fog">[1]</a>',
  )
  expect(answer.text).toMatch(/<b>Sources<\/b>\n\[1\] <a href="[^"]+">The watch › Fog<\/a>$/)
  expect(answer.link_preview_options).toEqual({ is_disabled: true })
  expect(calls.map(({ method }) => method)).toContain('sendChatAction')
  const session = await sessionOf(question)
  expect(session.metadata).toEqual({ channel: 'telegram' })
  const identities = await local.sql`
    select provider, external_id from identities where user_id = ${session.user_id}`
  expect(identities).toEqual([{ provider: 'telegram', external_id: `${ada.id}` }])
})

test('a conversation goes on until /new begins another, of the same user', async () => {
  const ada = aWriter()
  await say(ada, 'What did early lamps burn?')
  const first = await sessionOf('What did early lamps burn?')
  await say(ada, 'And why was it replaced?')
  const followUp = await sessionOf('And why was it replaced?')
  expect(followUp).toMatchObject({ id: first.id })
  expect(followUp.standalone_question).toContain('What did early lamps burn?')
  expect((await say(ada, '/new')).text).toMatch(/new conversation has begun/)
  await say(ada, 'When is the reservoir filled?')
  const another = await sessionOf('When is the reservoir filled?')
  expect(another.id).not.toBe(first.id)
  expect(another.user_id).toBe(first.user_id)
})

test('/start says what the bot does, and so does a command that is none', async () => {
  const ada = aWriter()
  for (const text of ['/start', '/help', '/dance']) {
    expect((await say(ada, text)).text).toContain('/human asks for a person')
  }
})

test('/human hands over with the words of the reader, once', async () => {
  const created = await local.request('/v1/webhooks', {
    method: 'POST',
    headers: adminHeaders,
    body: JSON.stringify({ url: 'https://example.com/hooks', events: ['chat.escalated'] }),
  })
  expect(created.status).toBe(201)
  const ada = aWriter()
  await say(ada, 'Who wakes the next keeper?')
  const { id } = await sessionOf('Who wakes the next keeper?')
  expect((await say(ada, '/human My lamp is broken')).text).toMatch(/person has been asked for/)
  expect((await say(ada, '/human')).text).toMatch(/already/)
  expect(await local.sql`select reason, contact from escalations where session_id = ${id}`).toEqual(
    [{ reason: 'My lamp is broken', contact: `Telegram: @ada_${ada.id}` }],
  )
  const [delivery] = await local.sql`
    select payload -> 'data' ->> 'transcript_url' as url from webhook_deliveries
    where event_type = 'chat.escalated' and payload #>> '{data,session_id}' = ${id}`
  const transcript = await fetch(String(delivery?.url), { headers: adminHeaders })
  expect(transcript.status).toBe(200)
  expect(await transcript.text()).toContain('Who wakes the next keeper?')
})

/** What a person does with the hand-off of a session. */
const desk = async (id: string, deed: string, body: object = {}) =>
  await local.request(`/v1/admin/escalations/${id}/${deed}`, {
    method: 'POST',
    headers: adminHeaders,
    body: JSON.stringify(body),
  })

test('a person who takes over talks to the writer in the chat, until it is closed', async () => {
  const ada = aWriter()
  await say(ada, 'Who keeps the lamp?')
  const { id: session } = await sessionOf('Who keeps the lamp?')
  await say(ada, '/human')
  const [row] = await local.sql`select id from escalations where session_id = ${session}`
  const id = String(row?.id)
  const before = sentTo(ada.id).length
  const reply = await desk(id, 'messages', { content: 'I am <here> & listening', author: 'Bea' })
  expect(await reply.json()).toMatchObject({ is_sent: true })
  expect(sentTo(ada.id).slice(before)).toMatchObject([{ text: 'Bea: I am <here> & listening' }])
  expect((await send({ update_id: next(), message: messageOf(ada, 'It is broken') })).status).toBe(
    200,
  )
  const said = await until(
    () => local.sql`select role, content from messages where escalation_id = ${id} order by id`,
    (rows) => rows.length === 2,
  )
  expect(said[1]).toEqual({ role: 'user', content: 'It is broken' })
  expect(sentTo(ada.id)).toHaveLength(before + 1)
  await desk(id, 'close')
  expect((await say(ada, 'What did early lamps burn?')).text).toContain('[1]')
})

test('what Telegram does not take stays in the conversation, and can be sent once more', async () => {
  const ada = aWriter()
  await say(ada, 'Who is dismissed?')
  await say(ada, '/human')
  const [row] = await local.sql`
    select id from escalations where contact = ${`Telegram: @ada_${ada.id}`}`
  const id = String(row?.id)
  telegram.faults.set({ kind: 'status', status: 429, match: `bot${token}/sendMessage`, times: 1 })
  const said = await (await desk(id, 'messages', { content: 'Hello' })).json()
  expect(said).toMatchObject({ is_sent: false, send_error: expect.stringContaining('Too Many') })
  const { message_id } = said as { message_id: string }
  const again = await desk(id, `messages/${message_id}/send`)
  expect(await again.json()).toMatchObject({ is_sent: true, content: 'Hello' })
  expect((await desk(id, `messages/${message_id}/send`)).status).toBe(409)
  expect(sentTo(ada.id).at(-1)?.text).toBe('Hello')
})

test('what the book does not answer is refused, and the second time a button asks a person', async () => {
  const ada = aWriter()
  const first = await say(ada, 'Which submarine cables cross Antarctica?')
  expect(first.text).toMatch(/does not answer/)
  expect(first.reply_markup).toBeUndefined()
  await sessionOf('Which submarine cables cross Antarctica?')
  const second = await until(
    () => say(ada, 'Which trains stop in Lisbon?'),
    ({ reply_markup }) => reply_markup !== undefined,
  )
  const [button] = second.reply_markup?.inline_keyboard.flat() ?? []
  expect(button).toEqual({ text: 'Ask a person', callback_data: 'human' })
  const press = {
    id: `${next()}`,
    from: ada.from,
    chat_instance: '1',
    data: button?.callback_data,
    message: messageOf({ from: bot, chat: ada.chat }, 'A person can take over'),
  }
  expect((await hear(ada.id, { callback_query: press })).text).toMatch(/person has been asked for/)
  expect(await sessionOf('Which trains stop in Lisbon?')).toMatchObject({ status: 'escalated' })
  expect(calls.some(({ method }) => method === 'answerCallbackQuery')).toBe(true)
})

test('an update that Telegram repeats is answered once', async () => {
  const [ada, bea] = [aWriter(), aWriter()]
  const update = { update_id: next(), message: messageOf(ada, '/start') }
  for (let sent = 0; sent < 3; sent += 1) expect((await send(update)).status).toBe(200)
  await say(bea, 'Who is dismissed?')
  expect(sentTo(ada.id)).toHaveLength(1)
})

test.each([
  ['no secret', ''],
  ['another secret', 'another-secret-altogether'],
])('an update with %s is a 401 problem', async (_, header) => {
  const response = await send({ update_id: next(), message: messageOf(aWriter(), 'x') }, header)
  expect(response.status).toBe(401)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(calls).toEqual([])
})

test('what is no update is refused as everywhere', async () => {
  expect((await send({ message: {} })).status).toBe(422)
  const headers = { 'x-telegram-bot-api-secret-token': secret, 'content-type': 'application/json' }
  const malformed = await fetch(`${suite.url}/v1/telegram`, { method: 'POST', headers, body: '{' })
  expect(malformed.status).toBe(400)
})

test.each(['edited_message', 'channel_post', 'my_chat_member', 'message_of_tomorrow'])(
  'an update of the kind %s is taken and ignored',
  async (kind) => {
    const [ada, bea] = [aWriter(), aWriter()]
    const update = { update_id: next(), [kind]: messageOf(ada, 'What is trimmed?') }
    expect((await send(update)).status).toBe(200)
    await say(bea, '/start')
    expect(sentTo(ada.id)).toEqual([])
  },
)

test('what is no text, or too long a one, gets a clear reply', async () => {
  const ada = aWriter()
  const { text: _, ...photo } = messageOf(ada, '', {
    photo: [{ file_id: 'x', width: 1, height: 1 }],
  })
  expect((await hear(ada.id, { message: photo })).text).toMatch(/read text alone/)
  expect((await say(ada, 'x'.repeat(2001))).text).toMatch(/at most 2,000 characters/)
})

test('in a group the bot answers who names it or replies to it, and nobody else', async () => {
  const chat = { id: -next(), type: 'supergroup', title: 'Keepers' }
  const [ada, bea] = [aWriter(), aWriter()]
  const question = 'How tall is a first-order Fresnel lens?'
  const ofAda = (text: string, own?: object) => ({
    message: messageOf({ from: ada.from, chat }, text, own),
  })
  for (const update of [
    ofAda(question),
    ofAda('@marginalia_bot_of_others Who is dismissed?'),
    ofAda('/start@OtherBot'),
    { message: messageOf({ from: { ...bot, id: 1 }, chat }, `@${botName} hello`) },
  ]) {
    expect((await send({ update_id: next(), ...update })).status).toBe(200)
  }
  const named = ofAda(`@${botName.toLowerCase()} ${question}`)
  const answer = await hear(chat.id, named)
  expect(answer.text).toContain('[1]')
  expect(answer.reply_parameters).toMatchObject({ message_id: named.message.message_id })
  expect(await sessionOf(question)).toMatchObject({ user_id: null })
  await hear(chat.id, ofAda('Who wakes the next keeper?', { reply_to_message: { from: bot } }))
  await hear(chat.id, ofAda(`/start@${botName}`))
  await say(bea, '/start')
  expect(sentTo(chat.id)).toHaveLength(3)
})

test('questions and conversations of a writer are limited as those of a page', async () => {
  const ada = aWriter()
  const limited = await until(
    () => say(ada, 'Who is dismissed?'),
    ({ text }) => text.includes('too much'),
  )
  expect(limited.text).toMatch(/Please try again in \d+ s/)
  const begun = await until(
    () => say(ada, '/new'),
    ({ text }) => text.includes('too much'),
  )
  expect(begun.text).toMatch(/Please try again in \d+ s/)
})

test('a conversation that was erased begins anew', async () => {
  const ada = aWriter()
  await say(ada, 'What is trimmed?')
  const { id } = await sessionOf('What is trimmed?')
  await local.sql`delete from sessions where id = ${id}`
  expect((await say(ada, 'How long is the wick trimmed to?')).text).toContain('[1]')
  expect((await sessionOf('How long is the wick trimmed to?')).id).not.toBe(id)
})

test('without Redis questions are answered, without Neon the bot says to try later', async () => {
  const ada = aWriter()
  local.cloud.faults.upstash.set({ kind: 'down' })
  expect((await say(ada, 'How many litres does the reservoir hold?')).text).toContain('16')
  local.cloud.faults.upstash.clear()
  local.cloud.faults.neon.set({ kind: 'down' })
  expect((await say(aWriter(), 'Who is dismissed?')).text).toMatch(/try again later/)
  local.cloud.faults.neon.clear()
})

test('what Telegram refuses is logged without the token', async () => {
  const [ada, bea] = [aWriter(), aWriter()]
  telegram.faults.set({ kind: 'status', status: 429, match: `bot${token}/sendMessage`, times: 1 })
  await send({ update_id: next(), message: messageOf(ada, '/start') })
  await until(
    async () => suite.logs,
    (logs) => logs.some(({ message }) => message.includes('A Telegram update failed')),
  )
  expect((await say(bea, '/start')).text).toContain('/human')
  expect(JSON.stringify(suite.logs)).not.toContain(token)
})

test('without its settings the route is a 404 problem that names them', async () => {
  const { TELEGRAM_BOT_TOKEN: _, ...rest } = settings
  const unset = await startSuite({ name: 'telegram', settings: rest })
  const response = await fetch(`${unset.url}/v1/telegram`, { method: 'POST' })
  await unset.close()
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('TELEGRAM_BOT_TOKEN')
})

test('no word of a page for staff reaches a chat, whatever staff were answered before', async () => {
  await askAsStaff(local, vaultQuestion)
  const answer = await say(aWriter(), vaultQuestion)
  expect(staffWordsIn(JSON.stringify(answer))).toEqual([])
  await forgetStaffPage(local)
})
