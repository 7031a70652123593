import { afterAll, beforeAll, expect, test } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { type LocalSuite, profile, startLocalSuite, untilQuiet } from '../support/local-suite.ts'
import { modelSays } from '../support/model-says.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({ settings: { CONTENT_SITE_URL: 'https://book.example/docs' } })
})
afterAll(() => local.close())

const watch = 'docs/Part-2-keepers/01-the-watch.md'
const lens = 'docs/Part-1-lamps/01-the-fresnel-lens.md'
const oil = 'docs/Part-1-lamps/02-lamp-oil.md'
const onWatch = { page: { path: '/docs/Part-2-keepers/the-watch' } }

async function answerTo(
  body: Record<string, unknown>,
  session?: { session_id: string; token: string },
) {
  const response = await local.ask(body, session, 'application/json')
  expect(response.status).toBe(200)
  return AnswerDocument.parse(await response.json())
}

const requests = (name: 'openrouter' | 'qdrant' | 'neon') =>
  local.cloud.requests[name].entries.length

test.each([
  'What is this page about?',
  'Fasse diese Seite zusammen',
  'De quoi parle cette page ?',
  '¿De qué trata esta página?',
  '总结一下这个页面',
])('%s is answered from the page alone, with its citations and no search', async (question) => {
  const embedded = requests('qdrant')
  const answer = await answerTo({ question, ...onWatch })
  expect(answer.answered).toBe(true)
  expect(new Set(answer.sources.map(({ source }) => source))).toEqual(new Set([watch]))
  expect(answer.citations.map(({ status }) => status)).toContain('verified')
  expect(answer.answer).toContain('Two keepers share the night')
  await untilQuiet(local)
  expect(requests('qdrant') - embedded).toBeLessThanOrEqual(1)
})

test('an overview of a page is cached for that page, and served on no other', async () => {
  const question = 'Summarise this page for me'
  await answerTo({ question, ...onWatch })
  await untilQuiet(local)
  expect((await answerTo({ question, ...onWatch })).cached).toBe('exact')
  const other = await answerTo({ question, page: { path: '/docs/Part-1-lamps/lamp-oil' } })
  expect(other.cached).toBe(false)
  expect(other.sources[0]?.source).toBe(oil)
})

test('a page is also known by its path in the repository, whatever stands behind it', async () => {
  const page = { path: `${oil}?from=menu#top` }
  const answer = await answerTo({ question: 'Summarise this article', page })
  expect(answer.sources[0]?.source).toBe(oil)
})

test.each([
  ['Summarise part 2', [watch, 'docs/Part-2-keepers/02-der-leuchtturm.md']],
  ['Fasse Teil 1 zusammen', [lens, oil]],
  ['Summarise the chapter on lamp oil', [oil]],
  ['What is the chapter about the Fresnel lens about?', [lens]],
])('%s is answered from what it names', async (question, pages) => {
  const answer = await answerTo({ question })
  expect(answer.answered).toBe(true)
  expect(new Set(answer.sources.map(({ source }) => source))).toEqual(new Set(pages))
})

test('chapter 2 is that of the part that its reader is in', async () => {
  const question = 'Summarise chapter 2'
  const page = { path: '/docs/Part-1-lamps/the-fresnel-lens' }
  const answer = await answerTo({ question, page })
  expect(new Set(answer.sources.map(({ source }) => source))).toEqual(new Set([oil]))
})

test.each(['What does this book cover?', 'Worum geht es in diesem Buch?', '这本书讲什么？'])(
  '%s is answered from the table of contents and how the parts begin',
  async (question) => {
    const answer = await answerTo({ question })
    expect(answer.answered).toBe(true)
    const [contents, ...rest] = answer.sources
    expect(contents).toMatchObject({ n: 1, passage_id: null, source: 'contents' })
    expect(contents?.text).toContain('- The watch')
    expect(rest.map(({ source }) => source)).toEqual([lens, watch])
  },
)

test('a chapter that is not there is searched for like anything else', async () => {
  const answer = await answerTo({ question: 'Summarise chapter 17' })
  expect(answer.answered).toBe(false)
})

test('a question that points to its page is answered from there, though nothing was said before', async () => {
  modelSays(local, ['The watch is shared by two keepers [1].'], { times: 1 })
  const answer = await answerTo({ question: 'Is that so in this version?', ...onWatch })
  local.cloud.faults.openrouter.clear()
  expect(answer).toMatchObject({ answered: true })
  expect(answer.sources[0]?.source).toBe(watch)
})

test('the section that its reader is at goes first', async () => {
  const page = { ...onWatch.page, heading: 'Fog' }
  modelSays(local, ['They ring the bell [1].'], { times: 1 })
  const answer = await answerTo({ question: 'What must they do in this section?', page })
  local.cloud.faults.openrouter.clear()
  expect(answer.sources[0]).toMatchObject({ source: watch, section: 'Fog' })
})

test.skipIf(profile === 'lean')(
  'while Neon is away a page is not told as a whole, and the book is searched',
  async () => {
    const session = await local.openSession()
    local.cloud.faults.neon.set({ kind: 'down' })
    const answer = await answerTo({ question: 'Summarise the chapter about lamp oil' }, session)
    local.cloud.faults.neon.clear()
    expect(answer.degraded).toContain('neon')
  },
)

test('while the model is away the passages of the page speak themselves', async () => {
  local.cloud.faults.openrouter.set({ kind: 'status', status: 500, match: 'chat' })
  const answer = await answerTo({ question: 'What does this page say?', ...onWatch })
  local.cloud.faults.openrouter.clear()
  expect(answer).toMatchObject({ degraded: ['model'] })
  expect(answer.answer).toContain('Two keepers share the night')
})
