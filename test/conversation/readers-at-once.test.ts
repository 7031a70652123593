import { afterAll, beforeAll, expect, test } from 'vitest'
import { testServer } from '../support/fresh-database.ts'
import { type LocalSuite, startLocalSuite, untilQuiet } from '../support/local-suite.ts'
import { conversationsOf, dumpEverything, type Session } from './a-conversation.ts'
import { identityToken, readersOf } from './a-reader.ts'

// PGlite does one transaction at a time: there it is enough that the paths are gone a few times.
const rounds = testServer === undefined ? 2 : 10

let local: LocalSuite
let conversations: ReturnType<typeof conversationsOf>
let readers: ReturnType<typeof readersOf>
beforeAll(async () => {
  local = await startLocalSuite({
    settings: {
      PERSIST_MESSAGES: 'true',
      QUERY_LOG_TEXT: 'true',
      RETENTION_DAYS: '1',
      // Longer than the retention: what Redis holds does not go by itself.
      CONVERSATION_TTL_SECONDS: '1000000',
      CACHE_TTL_SECONDS: '1000000',
    },
  })
  conversations = conversationsOf(local)
  readers = readersOf(local)
  await conversations.subscribe('chat.response.generated', 'session.abandoned')
})
afterAll(() => local.close())

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function wordsLeft(words: string[]) {
  await untilQuiet(local)
  const everything = (await dumpEverything(local)).toLowerCase()
  return words.filter((word) => everything.includes(word))
}

async function repeat(work: (n: number) => Promise<void>) {
  for (let n = 0; n < rounds; n += 1) await work(n)
}

const identitiesOf = async (session: Session) =>
  (await readers.userOf(session)).identities.map(({ external_id }) => external_id).sort()

/** Every session's user, and every identity's, is one that there is. */
async function dangling() {
  return await local.sql`
    select 'session' as of, id::text from sessions s where user_id is not null
      and not exists (select from user_profiles p where p.user_id = s.user_id)
    union all
    select 'archive', session_id::text from sessions_archive s where user_id is not null
      and not exists (select from user_profiles p where p.user_id = s.user_id)
    union all
    select 'nobody', user_id::text from user_profiles p
      where not exists (select from identities i where i.user_id = p.user_id)`
}

const archiveIdle = async (...sessions: Session[]) => {
  const ids = sessions.map(({ session_id }) => session_id)
  await local.sql`update sessions set last_active_at = last_active_at - interval '31 minutes'
    where id = any (${ids}::uuid[])`
  await local.suite.scheduled('*/15 * * * *')
}

test('a reader who is erased while questions are under way leaves no word anywhere', async () => {
  const words: string[] = []
  await repeat(async (n) => {
    const [word, external] = [`narwhal${n}x`, `ibex${n}x`]
    words.push(word, external)
    const [first, second] = [await readers.sessionOf(external), await readers.sessionOf(external)]
    const question = `I am a ${word}. How does the keeper clean the glass?`
    const asked = [
      local.ask({ question }, first).then((response) => response.text()),
      local.ask({ question: `What would a ${word} do in fog?` }, second).then((r) => r.text()),
    ]
    await wait((n * 11) % 120)
    expect((await readers.me(first, 'DELETE')).status).toBe(204)
    await Promise.all(asked)
  })
  expect(await wordsLeft(words)).toEqual([])
}, 600_000)

test('nor does one who writes to the memory, joins a channel and is archived meanwhile', async () => {
  const words: string[] = []
  await repeat(async (n) => {
    const [word, external] = [`okapi${n}x`, `gnu${n}x`]
    words.push(word, external)
    const session = await readers.sessionOf(external)
    await conversations.ask(session, `I am a ${word}. How does the keeper clean the glass?`)
    const identity_token = await identityToken(`${external}-site`, 'site')
    const under = [
      readers.me(session, 'PATCH', '', { memory: [{ text: `I am a ${word}` }] }),
      readers.me(session, 'POST', '/identities', { identity_token }),
      archiveIdle(session),
      wait((n * 7) % 60).then(() => readers.me(session, 'DELETE')),
    ]
    const replies = await Promise.all(under)
    for (const reply of replies) if (reply) expect(reply.status).toBeLessThan(500)
    // What came after it was of a reader who was not known any more, or made a new one.
    await readers.me(session, 'DELETE')
  })
  expect(await wordsLeft(words)).toEqual([])
}, 600_000)

test('a fact that its session’s erasure takes is not brought back by a change of the memory', async () => {
  await repeat(async (n) => {
    const known = await readers.sessionOf(`heron${n}`)
    const session = await readers.sessionOf(`heron${n}`)
    await conversations.ask(session, `I am a heronist${n}. How does the keeper clean the glass?`)
    await archiveIdle(session)
    const [fact] = (await readers.userOf(known)).memory
    expect(fact?.text).toBe(`I am a heronist${n}`)
    const memory = [{ fact_id: fact?.fact_id, text: fact?.text }]
    const [changed] = await Promise.all([
      readers.me(known, 'PATCH', '', { memory }),
      wait(n % 10).then(() => conversations.call(session, 'DELETE')),
    ])
    // Erased before it was looked up, the fact is a conflict.
    expect([200, 409]).toContain(changed.status)
    expect((await readers.userOf(known)).memory).toEqual([])
  })
}, 600_000)

test('what is taken out of the memory while an answer is on its way is in no later prompt', async () => {
  await repeat(async (n) => {
    const word = `plover${n}x`
    const session = await readers.sessionOf(`reader-of-${n}`)
    await readers.me(session, 'PATCH', '', { memory: [{ text: `I keep a ${word}` }] })
    const asked = local
      .ask({ question: 'How does the keeper clean the glass?' }, session)
      .then((response) => response.text())
    await wait((n * 13) % 150)
    expect((await readers.me(session, 'PATCH', '', { memory: [] })).status).toBe(200)
    await asked
    await untilQuiet(local)
    const { query_id } = await conversations.ask(session, 'When is the reservoir filled?')
    expect(await local.sql`select recalled from query_logs where query_id = ${query_id}`).toEqual([
      { recalled: null },
    ])
  })
}, 600_000)

test('nor does a conversation that is under way remember one that is erased meanwhile', async () => {
  const words: string[] = []
  await repeat(async (n) => {
    const [word, name] = [`dotterel${n}x`, `of-dotterel-${n}`]
    words.push(word)
    const first = await readers.sessionOf(name)
    await conversations.ask(first, `I keep a ${word}. How does the keeper clean the glass?`)
    await archiveIdle(first)
    const second = await readers.sessionOf(name)
    const asked = local
      .ask({ question: 'How does the keeper clean the glass?' }, second)
      .then((response) => response.text())
    await wait((n * 13) % 150)
    expect((await conversations.call(first, 'DELETE')).status).toBe(204)
    await asked
  })
  expect(await wordsLeft(words.map((word) => `i keep a ${word}`))).toEqual([])
}, 600_000)

test('what is erased for its age while it is asked again is whole, or gone without a word', async () => {
  const asked: { session: Session; word: string }[] = []
  await repeat(async (n) => {
    const [word, session] = [`avocet${n}x`, await local.openSession()]
    asked.push({ session, word })
    await conversations.ask(session, `How does the keeper ${word} clean the glass?`)
    await local.sql`update sessions set last_active_at = last_active_at - interval '2 days'
      where id = ${session.session_id}`
    const again = local
      .ask({ question: `What would the keeper ${word} do in fog?` }, session)
      .then((response) => response.text())
    await wait((n * 13) % 150)
    await local.suite.scheduled('*/15 * * * *')
    await again
  })
  await untilQuiet(local)
  const rows = await local.sql`select id::text from sessions`
  const isThere = ({ session }: (typeof asked)[number]) =>
    rows.some(({ id }) => id === session.session_id)
  const gone = asked.filter((one) => !isThere(one))
  expect(await wordsLeft(gone.map(({ word }) => word))).toEqual([])
  for (const { session } of asked.filter(isThere))
    expect(
      await local.sql`select 1 from messages where session_id = ${session.session_id}`,
    ).toHaveLength(4)
}, 600_000)

test('two readers who join each other at once are one, with all channels and what both remember', async () => {
  await repeat(async (n) => {
    const [a, b] = [await readers.sessionOf(`a${n}`), await readers.sessionOf(`b${n}`, 'site')]
    await readers.me(a, 'PATCH', '', { memory: [{ text: 'I speak Gaelic' }] })
    await readers.me(b, 'PATCH', '', { memory: [{ text: 'I own a boat' }] })
    const [ofA, ofB] = [await identityToken(`a${n}`), await identityToken(`b${n}`, 'site')]
    const replies = await Promise.all([
      readers.me(a, 'POST', '/identities', { identity_token: ofB }),
      readers.me(b, 'POST', '/identities', { identity_token: ofA }),
    ])
    expect(replies.map(({ status }) => status)).toEqual([200, 200])
    expect(await identitiesOf(a)).toEqual([`a${n}`, `b${n}`])
    const [one, other] = [await readers.userOf(a), await readers.userOf(b)]
    expect(other).toEqual(one)
    expect(one.memory.map(({ text }) => text).sort()).toEqual(['I own a boat', 'I speak Gaelic'])
  })
  expect(await dangling()).toEqual([])
}, 600_000)

test('six who join in a ring at once are one', async () => {
  await repeat(async (n) => {
    const names = Array.from({ length: 6 }, (_, at) => `ring${n}-${at}`)
    const sessions = await Promise.all(names.map((name) => readers.sessionOf(name)))
    const replies = await Promise.all(
      sessions.map(async (session, at) =>
        readers.me(session, 'POST', '/identities', {
          identity_token: await identityToken(names[(at + 1) % names.length] ?? ''),
        }),
      ),
    )
    expect(replies.map(({ status }) => status)).toEqual(names.map(() => 200))
    for (const session of sessions) expect(await identitiesOf(session)).toEqual(names)
  })
  expect(await dangling()).toEqual([])
}, 600_000)

test('sessions that open while their reader is joined or archived belong to the one there is', async () => {
  await repeat(async (n) => {
    const name = `tern${n}`
    const [a, b] = [await readers.sessionOf(name), await readers.sessionOf(`${name}-site`, 'site')]
    await conversations.ask(a, `I am a ternist${n}. How does the keeper clean the glass?`)
    await local.sql`update sessions set last_active_at = last_active_at - interval '31 minutes'
      where id = ${a.session_id}`
    const identity_token = await identityToken(name)
    const [joined, , ...opened] = await Promise.all([
      readers.me(b, 'POST', '/identities', { identity_token }),
      local.suite.scheduled('*/15 * * * *'),
      ...[1, 2, 3, 4].map(() => readers.sessionOf(name)),
    ])
    expect(joined.status).toBe(200)
    const user = await readers.userOf(b)
    expect(user.memory.map(({ text }) => text)).toEqual([`I am a ternist${n}`])
    for (const session of [a, ...opened]) expect(await readers.userOf(session)).toEqual(user)
  })
  expect(await dangling()).toEqual([])
}, 600_000)

test('sessions that open while their reader is erased have a reader of their own', async () => {
  await repeat(async (n) => {
    const name = `gannet${n}`
    const session = await readers.sessionOf(name)
    const [erased, ...opened] = await Promise.all([
      readers.me(session, 'DELETE'),
      ...[1, 2, 3, 4].map(async () => readers.openAs(await identityToken(name))),
    ])
    expect(erased.status).toBe(204)
    expect(opened.map(({ status }) => status)).toEqual([201, 201, 201, 201])
  })
  expect(await dangling()).toEqual([])
}, 600_000)

test('of two channels that part at once the last one stays', async () => {
  await repeat(async (n) => {
    const session = await readers.sessionOf(`auk${n}`)
    const identity_token = await identityToken(`auk${n}-site`, 'site')
    await readers.me(session, 'POST', '/identities', { identity_token })
    const replies = await Promise.all([
      readers.me(session, 'DELETE', `/identities?provider=site&external_id=auk${n}-site`),
      readers.me(session, 'DELETE', `/identities?provider=telegram&external_id=auk${n}`),
    ])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(await identitiesOf(session)).toHaveLength(1)
  })
  expect(await dangling()).toEqual([])
}, 600_000)

test('the first sessions of one identity that open at once have one reader', async () => {
  await repeat(async (n) => {
    const sessions = await Promise.all([1, 2, 3, 4, 5].map(() => readers.sessionOf(`skua${n}`)))
    const users = await Promise.all(sessions.map(readers.userOf))
    expect(new Set(users.map(({ user_id }) => user_id)).size).toBe(1)
  })
  expect(await dangling()).toEqual([])
}, 600_000)
