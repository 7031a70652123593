import { afterAll, beforeAll, expect, test } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { Starters } from '../../lib/search/starters.ts'
import {
  adminHeaders,
  type LocalSuite,
  readEvents,
  startLocalSuite,
  untilQuiet,
} from '../support/local-suite.ts'
import { stateValue } from '../support/state-keys.ts'
import { sessionIn } from '../support/two-readers.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite()
})
afterAll(() => local.close())

async function startersOn(page: string): Promise<string[]> {
  const query = new URLSearchParams({ page })
  const reply = await fetch(`${local.suite.url}/v1/starters?${query}`)
  expect(reply.status).toBe(200)
  return Starters.parse(await reply.json()).questions
}

async function answerTo(question: string) {
  const reply = await local.ask({ question }, undefined, 'application/json')
  return AnswerDocument.parse(await reply.json())
}

test('the headings of a page are its starters, and the index answers each', async () => {
  const starters = await startersOn('docs/Part-1-lamps/01-the-fresnel-lens.md')
  expect(starters.length).toBeGreaterThan(0)
  expect(starters.length).toBeLessThanOrEqual(3)
  for (const starter of starters) {
    expect([starter, (await answerTo(starter)).answered]).toEqual([starter, true])
  }
})

test.each(['docs/nowhere.md', '/'])('a page that is not in the book has none: %s', async (page) => {
  expect(await startersOn(page)).toEqual([])
})

test('what an answer suggests, the index answers too', async () => {
  const { suggestions = [] } = await answerTo('How often does the keeper ring the bell in fog?')
  for (const question of suggestions) {
    expect([question, (await answerTo(question)).answered]).toEqual([question, true])
  }
})

const lens = '/docs/lamps/the-fresnel-lens'
const told = 'What did early lamps burn?'

/** Asks on a page, as a new reader unless one is given, and gives each list of suggestions in turn. */
async function askedOn(path: string, question: string, reader?: Reader): Promise<string[][]> {
  const events = await readEvents(await local.ask({ question, page: { path } }, reader))
  await untilQuiet(local)
  return events.flatMap((each) => (each.event === 'suggestions' ? [each.data.questions] : []))
}

type Reader = Awaited<ReturnType<typeof sessionIn>>

test('what more than one reader has asked on a page is suggested there, after the end', async () => {
  const first = await sessionIn(local, undefined)
  await askedOn(lens, told, first)
  await askedOn(lens, told, first)
  const alone = await askedOn(lens, 'How tall is a first-order lens?')
  expect(alone.flat()).not.toContain(told)
  await askedOn(lens, told)
  const suggested = await askedOn(lens, 'What does the keeper write into the log book at midnight?')
  expect(suggested.at(-1)?.at(-1)).toBe(told)
  expect(suggested.at(-1)?.length).toBeLessThanOrEqual(3)
  expect(suggested.length === 1 || !suggested[0]?.includes(told)).toBe(true)
  for (const question of suggested.at(-1) ?? []) {
    expect([question, (await answerTo(question)).answered]).toEqual([question, true])
  }
})

test('neither on another page, nor to readers of other groups, nor once its answer has left the cache', async () => {
  const elsewhere = await askedOn(
    '/docs/keepers/the-watch',
    'How many litres does the reservoir hold?',
  )
  expect(elsewhere.flat()).not.toContain(told)
  const staff = await sessionIn(local, ['staff'])
  expect((await askedOn(lens, 'How many keepers share the night?', staff)).flat()).not.toContain(
    told,
  )
  await local.request('/v1/answer-cache', { method: 'DELETE', headers: adminHeaders })
  expect((await askedOn(lens, 'What scratches the glass?')).flat()).not.toContain(told)
})

test('it is not kept with the answer of who was told', async () => {
  await askedOn(lens, told)
  await askedOn(lens, told)
  const response = await local.ask({
    question: 'When does the second watch run?',
    page: { path: lens },
  })
  const events = await readEvents(response)
  const last = events.at(-1)
  expect(last?.event === 'suggestions' && last.data.questions).toContain(told)
  await untilQuiet(local)
  const [head] = events
  const id = head?.event === 'sources' ? head.data.query_id : ''
  const kept = String(await stateValue(local, `events:${id}`))
  expect(kept).toContain('"done"')
  expect(kept).not.toContain(told)
})
