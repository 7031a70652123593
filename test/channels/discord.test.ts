import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createDiscordApp,
  discordKeys,
  type SaidOnDiscord,
} from '../../dev/cloud/messengers/discord.ts'
import { startService } from '../../dev/cloud/stand-in/service.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { type Suite, startSuite } from '../../dev/suite/suite.ts'
import { adminHeaders, type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'
import { askAsStaff, forgetStaffPage, staffWordsIn, vaultQuestion } from '../support/two-readers.ts'

const application = { applicationId: '471100000000000000', token: 'bot-token-of-the-stand-in' }
const keys = discordKeys()

const known = new Set<string>()
const said: SaidOnDiscord = { replies: new Map(), messages: new Map() }
let local: LocalSuite
let discord: Awaited<ReturnType<typeof startService>>
let suite: Suite
beforeAll(async () => {
  discord = await startService({
    app: createDiscordApp(application, known, said),
    refusal: (status) => Response.json({ message: 'You are being rate limited.' }, { status }),
  })
  const own = {
    DISCORD_APPLICATION_ID: application.applicationId,
    DISCORD_PUBLIC_KEY: keys.publicKey,
    DISCORD_BOT_TOKEN: application.token,
    DISCORD_API_URL: discord.url,
    INBOX_WATCHED: 'true',
    CONTENT_SITE_URL: 'https://lamps.example/docs',
  }
  local = await startLocalSuite({ settings: own })
  const settings = { ...local.cloud.settings, ...developmentSecrets, ...own }
  suite = await startSuite({ name: 'discord', settings })
})
afterAll(async () => {
  await suite.close()
  await Promise.all([local.close(), discord.close()])
})

let last = 100
const next = () => {
  last += 1
  return String(last)
}

const post = (body: string, headers: Record<string, string> = keys.signed(body)) =>
  fetch(`${suite.url}/v1/discord`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })

interface Place {
  channel_id: string
  channel?: { id?: string; type: number }
  guild_id?: string
}

/** Sends an interaction, which is acknowledged; gives the token of its reply. */
async function interact(own: object, { channel_id, channel, guild_id }: Place, user: string) {
  const token = `interaction-${next()}`
  known.add(token)
  const who = { id: user, username: `ada_${user}` }
  const body = JSON.stringify({
    id: next(),
    application_id: application.applicationId,
    token,
    version: 1,
    channel_id,
    ...(channel && { channel }),
    ...(guild_id ? { guild_id, member: { user: who } } : { user: who }),
    ...own,
  })
  const response = await post(body)
  expect(response.status).toBe(200)
  return { token, acknowledged: await response.json() }
}

const command = (name: string, options: Record<string, string>) => ({
  type: 2,
  data: {
    id: '1',
    name,
    type: 1,
    options: Object.entries(options).map(([option, value]) => ({ name: option, type: 3, value })),
  },
})

const ask = (question: string, place: Place, user: string) =>
  interact(command('ask', { question }), place, user)

/** The reply of an interaction once it is whole. */
const replyTo = (token: string, isWhole: (text: string) => boolean) =>
  until(
    async () => said.replies.get(token) ?? [],
    (messages) => messages.some(({ content }) => isWhole(content)),
  )

const hasSources = (text: string) => text.includes('**Sources**')
const logged = (question: string) =>
  until(
    () => local.sql`
      select q.session_id, s.metadata, i.external_id from query_logs q
        join sessions s on s.id = q.session_id left join identities i on i.user_id = s.user_id
      where q.question = ${question} order by q.id`,
    (rows) => rows.length > 0,
  )

const guild = { guild_id: '900' }

test('/ask is acknowledged at once and answered in that message, with links to the very paragraphs', async () => {
  const question = 'How often does the keeper ring the bell in fog?'
  const { token, acknowledged } = await ask(question, { channel_id: '1', ...guild }, '11')
  expect(acknowledged).toEqual({ type: 5 })
  const [answer] = await replyTo(token, hasSources)
  expect(answer?.content).toContain(
    '[\\[1\\]](<https://lamps.example/docs/Part-2-keepers/the-watch#fog>)',
  )
  expect(answer?.allowed_mentions).toEqual({ parse: [] })
  expect(await logged(question)).toMatchObject([
    { metadata: { channel: 'discord' }, external_id: null },
  ])
})

test('a thread is a conversation of all who write in it; elsewhere each member has one of their own', async () => {
  const thread = { channel_id: '2', channel: { type: 11 }, ...guild }
  const channel = { channel_id: '3', channel: { type: 0 }, ...guild }
  const questions = [
    ['What did early lamps burn?', thread, '21'],
    ['Who wakes the next keeper?', thread, '22'],
    ['Who is dismissed?', channel, '21'],
    ['What is trimmed?', channel, '22'],
  ] as const
  const sessions: unknown[] = []
  for (const [question, place, user] of questions) {
    await ask(question, place, user)
    sessions.push((await logged(question))[0]?.session_id)
  }
  expect(sessions[0]).toBe(sessions[1])
  expect(new Set(sessions).size).toBe(3)
})

test('a direct message is its writer’s own', async () => {
  const question = 'How tall is a first-order Fresnel lens?'
  await ask(question, { channel_id: '4' }, '44')
  expect(await logged(question)).toMatchObject([{ external_id: '44' }])
})

test('a button asks a person, shown to its writer alone; what is said goes to and fro', async () => {
  const place = { channel_id: '5', ...guild }
  const { token } = await ask('Can I talk to a human?', place, '55')
  const [offered] = await replyTo(token, (text) => text !== '')
  const whole = await until(
    async () => (said.replies.get(token) ?? [])[0] ?? offered,
    (message) => message?.components !== undefined,
  )
  const [button] = whole?.components?.[0]?.components ?? []
  expect(button).toMatchObject({ custom_id: 'human', label: 'Ask a person' })
  const press = { type: 3, data: { custom_id: 'human', component_type: 2 } }
  const pressed = await interact(press, place, '55')
  expect(pressed.acknowledged).toEqual({ type: 5, data: { flags: 64 } })
  await replyTo(pressed.token, (text) => text.includes('person has been asked for'))
  const [row] = await local.sql`select id from escalations where contact = 'Discord: @ada_55'`
  const reply = await local.request(`/v1/admin/escalations/${row?.id}/messages`, {
    method: 'POST',
    headers: adminHeaders,
    body: JSON.stringify({ content: 'Hello @everyone', author: 'Ada' }),
  })
  expect(await reply.json()).toMatchObject({ is_sent: true })
  expect(said.messages.get('5')).toMatchObject([
    { content: 'Ada: Hello @everyone', allowed_mentions: { parse: [] } },
  ])
  const told = await ask('It works now', place, '55')
  await until(
    () => local.sql`select content from messages where escalation_id = ${row?.id} order by id`,
    (rows) => rows.length === 2,
  )
  await until(
    async () => said.replies.get(told.token),
    (messages) => messages?.length === 0,
  )
})

test('/human hands over with the words of the reader', async () => {
  const place = { channel_id: '6' }
  const { token, acknowledged } = await interact(
    command('human', { reason: 'My lamp is broken' }),
    place,
    '66',
  )
  expect(acknowledged).toEqual({ type: 5, data: { flags: 64 } })
  await replyTo(token, (text) => text.includes('person has been asked for'))
  expect(
    await local.sql`select reason from escalations where contact = 'Discord: @ada_66'`,
  ).toEqual([{ reason: 'My lamp is broken' }])
})

test('Discord’s ping is answered, and what it has not signed is a 401 problem', async () => {
  const ping = '{"type":1}'
  expect(await (await post(ping)).json()).toEqual({ type: 1 })
  for (const headers of [
    {},
    discordKeys().signed(ping),
    keys.signed('{"type":2}'),
    { ...keys.signed(ping), 'x-signature-ed25519': 'abcd' },
    { ...keys.signed(ping), 'x-signature-timestamp': '1' },
  ])
    expect((await post(ping, headers as Record<string, string>)).status).toBe(401)
  expect((await post('{"type":9}')).status).toBe(422)
  expect((await post('{')).status).toBe(400)
})

test('a question that is too long, and a service that is away, get a clear reply', async () => {
  const place = { channel_id: '7' }
  const long = await ask('x'.repeat(2001), place, '77')
  await replyTo(long.token, (text) => text.includes('at most 2,000 characters'))
  local.cloud.faults.neon.set({ kind: 'down' })
  const away = await ask('What is the glass cleaned with?', { channel_id: '8' }, '88')
  await replyTo(away.token, (text) => text.includes('try again later'))
  local.cloud.faults.neon.clear()
})

test('no word of a page for staff reaches a server, whatever staff were answered before', async () => {
  await askAsStaff(local, vaultQuestion)
  const { token } = await ask(vaultQuestion, { channel_id: '77', ...guild }, '77')
  await until(
    () => local.sql`
      select 1 from query_logs q join sessions s on s.id = q.session_id
      where q.question = ${vaultQuestion} and s.metadata ->> 'channel' = 'discord'`,
    (rows) => rows.length > 0,
  )
  const messages = await replyTo(token, (text) => !text.includes('Looking it up'))
  expect(staffWordsIn(JSON.stringify(messages))).toEqual([])
  await forgetStaffPage(local)
})
