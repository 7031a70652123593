import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Share, SharedAnswer } from '../../lib/conversation/shared-answers.ts'
import { copyOfBook } from '../support/book.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { addStaffPage, sessionIn, staffWordsIn } from '../support/two-readers.ts'
import { conversationsOf } from './a-conversation.ts'

type Session = Pick<Awaited<ReturnType<LocalSuite['openSession']>>, 'session_id' | 'token'>

let book: Awaited<ReturnType<typeof copyOfBook>>
let local: LocalSuite
let conversations: ReturnType<typeof conversationsOf>
beforeAll(async () => {
  book = await copyOfBook()
  await addStaffPage(book.path)
  await writeFile(join(book.path, 'horn.md'), '# The horn\n\nThe xylem horn sounds twice in fog.\n')
  local = await startLocalSuite({
    docs: book.path,
    settings: { SHARED_ANSWER_DAYS: '30', BREAKER_FAILURES: '1000' },
  })
  conversations = conversationsOf(local)
})
afterAll(async () => {
  await local.close()
  await book.remove()
})

const lens = 'What did early thaumatrope lamps burn?'
const vault = 'With which code is the harbour vault opened?'

const headersOf = (as?: Session) => ({ ...(as && { authorization: `Bearer ${as.token}` }) })

const share = (as: Session, query_id: string) =>
  local.request('/v1/shared-answers', {
    method: 'POST',
    headers: { ...headersOf(as), 'content-type': 'application/json' },
    body: JSON.stringify({ query_id }),
  })

const read = (id: string, as?: Session) =>
  local.request(`/v1/shared-answers/${id}`, { headers: headersOf(as) })

/** Asks as a new reader of these groups, and shares the answer. */
async function asked(question: string, groups: string[] = []) {
  const session = await sessionIn(local, groups)
  const answer = await conversations.ask(session, question)
  const response = await share(session, answer.query_id)
  expect(response.status).toBe(201)
  const { shared_id: id } = Share.parse(await response.json())
  expect(response.headers.get('location')).toBe(`/v1/shared-answers/${id}`)
  return { session, answer, id }
}

test('whoever has the link reads the question, the answer, its sources and the verdicts on them', async () => {
  const { answer, id } = await asked(lens)
  const response = await read(id)
  expect(response.headers.get('cache-control')).toBe('no-store')
  const shared = SharedAnswer.parse(await response.json())
  expect(shared).toMatchObject({
    question: lens,
    answer: answer.answer,
    sources: answer.sources,
    citations: answer.citations,
    is_outdated: false,
  })
  const days = (Date.parse(shared.expires_at) - Date.now()) / 86_400_000
  expect(Math.round(days)).toBe(30)
})

test('an answer that is shared again keeps its link, and lasts anew', async () => {
  const { session, answer, id } = await asked(lens)
  await local.sql`update shared_answers set expires_at = now() + interval '1 hour' where shared_id = ${id}`
  const again = Share.parse(await (await share(session, answer.query_id)).json())
  expect(again.shared_id).toBe(id)
  expect(Date.parse(again.expires_at)).toBeGreaterThan(Date.now() + 86_400_000)
})

test('only its own reader shares an answer, or takes it back', async () => {
  const { session, answer, id } = await asked(lens)
  const other = await local.openSession()
  expect((await share(other, answer.query_id)).status).toBe(403)
  expect((await share(session, randomUUID())).status).toBe(404)
  const takeBack = (as: Session) =>
    local.request(`/v1/shared-answers/${id}`, { method: 'DELETE', headers: headersOf(as) })
  expect((await takeBack(other)).status).toBe(404)
  expect((await read(id)).status).toBe(200)
  expect((await takeBack(session)).status).toBe(204)
  expect((await read(id)).status).toBe(404)
})

test('it is gone with its conversation, with its reader, with its words, and when its time is over', async () => {
  const [erased, wordless, expired] = [await asked(lens), await asked(lens), await asked(lens)]
  expect((await conversations.call(erased.session, 'DELETE')).status).toBe(204)
  await local.sql`update query_logs set question = null, answer = null
    where query_id = ${wordless.answer.query_id}`
  await local.sql`update shared_answers set expires_at = now() - interval '1 second'
    where shared_id = ${expired.id}`
  for (const { id } of [erased, wordless, expired]) expect((await read(id)).status).toBe(404)
  expect((await share(wordless.session, wordless.answer.query_id)).status).toBe(409)
  const forgotten = await asked(lens)
  const rows = await local.sql`select shared_id::text from shared_answers
    where shared_id = any (${[erased.id, expired.id]}::uuid[])`
  expect(rows).toEqual([])
  await local.request('/v1/users/me', { method: 'DELETE', headers: headersOf(forgotten.session) })
  expect((await read(forgotten.id)).status).toBe(404)
})

test('what a reader of groups was told stays among readers of these groups', async () => {
  const { id } = await asked(vault, ['staff'])
  const text = await (await read(id, await sessionIn(local, ['staff', 'partners']))).text()
  expect(staffWordsIn(text)).toContain('zeta-4417')
  for (const stranger of [
    undefined,
    await sessionIn(local, []),
    await sessionIn(local, ['partners']),
  ]) {
    const response = await read(id, stranger)
    expect(response.status).toBe(404)
    expect(staffWordsIn(await response.text())).toEqual([])
  }
})

test('a page that has become one for others, or left the book, is not read through a share', async () => {
  const { id } = await asked('How often does the xylem horn sound in fog?')
  expect((await read(id)).status).toBe(200)
  const source = 'docs/horn.md'
  await local.sql`update documents set groups = '{staff}' where source = ${source}`
  expect((await read(id)).status).toBe(404)
  await local.sql`update documents set groups = '{}' where source = ${source}`
  expect((await read(id)).status).toBe(200)
  await local.sql`delete from documents where source = ${source}`
  expect((await read(id)).status).toBe(404)
})

test('a page that reads otherwise by now is said to', async () => {
  const { answer, id } = await asked(lens)
  const passage = answer.sources[0]?.passage_id
  await local.sql`update documents set content = 'Rewritten since.' where id = ${passage}::bigint`
  expect(SharedAnswer.parse(await (await read(id)).json()).is_outdated).toBe(true)
})

test('a session says whether its reader may share', async () => {
  expect((await local.openSession()).can_share).toBe(true)
})
