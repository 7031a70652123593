import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { type LocalSuite, profile, startLocalSuite, untilQuiet } from '../support/local-suite.ts'

const pages = {
  'v1/lamp.md':
    '# The lamp\n\n## How the lamp is lit\n\nThe lamp is lit with a brass taper by the junior keeper.\n',
  'v1/oil.md': '# The oil\n\nWhale oil is burnt in the lamp all night.\n',
  'v2/lamp.md':
    '# The lamp\n\n## How the lamp is lit\n\nThe lamp is lit with an electric spark by the timer.\n',
  'v2/horn.md': '# The horn\n\nThe xylem horn is sounded by the timer in fog.\n',
  'help/visit.md': '# Visits\n\nVisitors climb the tower on Sundays.\n',
}

const repository = { kind: 'github', place: 'local/docs' }
const sources = [
  { ...repository, path: 'docs/v1', site: 'book', version: '1', url: 'https://b.example/v1' },
  { ...repository, path: 'docs/v2', site: 'book', version: '2', url: 'https://b.example' },
  { ...repository, path: 'docs/help', site: 'help', name: 'help', url: 'https://h.example' },
]

let folder: string
let local: LocalSuite
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marginalia-versions-'))
  for (const [path, text] of Object.entries(pages)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  local = await startLocalSuite({
    docs: folder,
    settings: {
      CONTENT_REPO: '',
      CONTENT_SOURCES: JSON.stringify(sources),
      NEAR_MATCH_THRESHOLD: '0.3',
      TIMEOUT_NEAR_MATCH_MS: '60000',
      BREAKER_FAILURES: '1000',
    },
  })
})
beforeEach(() => {
  for (const fault of Object.values(local.cloud.faults)) fault.clear()
})
afterAll(async () => {
  await local.close()
  await rm(folder, { recursive: true, force: true })
})

type Session = Awaited<ReturnType<LocalSuite['openSession']>>

async function ask(question: string, more: object = {}, session?: Session) {
  const response = await local.ask({ question, ...more }, session, 'application/json')
  expect(response.status).toBe(200)
  return AnswerDocument.parse(await response.json())
}

const onV1 = { page: { path: '/v1/lamp' } }
const lit = 'How is the lamp lit?'

test('one run brings the pages of all sources, each under the name of its own', async () => {
  const rows = await local.sql`
    select distinct source, site, version, url from documents order by source`
  expect(rows.map(({ source, site, version }) => [source, site, version])).toEqual(
    [
      ['book@1:docs/v1/lamp.md', 'book', '1'],
      ['book@1:docs/v1/oil.md', 'book', '1'],
      ['book@2:docs/v2/horn.md', 'book', '2'],
      ['book@2:docs/v2/lamp.md', 'book', '2'],
      ['help:docs/help/visit.md', 'help', ''],
    ].flatMap(([source, ...rest]) =>
      rows.filter((row) => row.source === source).map(() => [source, ...rest]),
    ),
  )
  expect(rows.find(({ source }) => source === 'book@1:docs/v1/oil.md')?.url).toMatch(
    /^https:\/\/b\.example\/v1\/oil/,
  )
})

test('a second run finds nothing changed in any source', async () => {
  const run = await local.ingest()
  expect(run).toMatchObject({ status: 'completed', total_chapters: 5, passages_added: 0 })
  expect(run.chapters).toEqual([])
})

test('a reader is answered from the newest version', async () => {
  const { answer } = await ask(lit)
  expect(answer).toContain('electric spark')
  expect(answer).not.toContain('taper')
})

test('the newest version’s answer is not the older one’s, though the question is the same', async () => {
  await ask(lit)
  await untilQuiet(local)
  const { answer, cached } = await ask(lit, onV1)
  expect(answer).toContain('brass taper')
  expect(answer).not.toContain('electric')
  expect(cached).toBe(false)
  await untilQuiet(local)
  expect((await ask(lit, onV1)).cached).toBe('exact')
})

const ways: [string, string, object, (() => void)?][] = [
  ['a question', lit, onV1],
  ['its filter', lit, { filter: { version: '1' } }],
  ['words of the newer version alone', 'Who sounds the xylem horn?', onV1],
  ['a near question', 'How is the lamp lit by the keeper?', onV1],
  ['a selection', 'What does this mean?', { ...onV1, selected_text: 'The lamp is lit' }],
  ['its page', 'What is this page about?', onV1],
  ['an overview of the book', 'What does this book cover?', onV1],
  ['a title', 'Summarise the chapter on the lamp', onV1],
  [
    'Postgres alone',
    'Who lights the lamp?',
    onV1,
    () => local.cloud.faults.qdrant.set({ kind: 'down' }),
  ],
  ...(profile === 'full'
    ? ([
        [
          'Qdrant alone',
          'Who lights the lamp now?',
          onV1,
          () => local.cloud.faults.neon.set({ kind: 'down' }),
        ],
      ] as [string, string, object, () => void][])
    : []),
]

test.each(ways)(
  'a reader of version 1 hears nothing of version 2 by %s',
  async (_, question, more, before) => {
    await ask('How is the lamp lit by the timer?')
    await untilQuiet(local)
    const session = await local.openSession()
    before?.()
    const document = await ask(question, more, session)
    expect(JSON.stringify(document)).not.toMatch(/electric|xylem|timer|book@2/)
  },
)

test('a reader of version 1 who asks for version 2 is told that the answer is of it', async () => {
  const { answer } = await ask('How is the lamp lit in version 2?', onV1)
  expect(answer).toMatch(/^This is told of version 2:\n\n/)
  expect(answer).toContain('electric spark')
  expect(answer).not.toContain('taper')
  const own = await ask('How is the lamp lit in version 1?', onV1)
  expect(own.answer).not.toContain('told of version')
  expect(JSON.stringify(own)).not.toMatch(/electric|xylem|timer/)
})

test('another site is answered from wherever a reader of a version stands', async () => {
  expect((await ask('When do visitors climb the tower?', onV1)).answer).toContain('Sundays')
})

test('a site is filtered by', async () => {
  const { sources: found } = await ask(lit, { filter: { site: 'help' } })
  expect(found.every(({ source }) => source.startsWith('help:'))).toBe(true)
})

test('a search finds the newest version, or the one that it asks for', async () => {
  const search = async (query: string) =>
    JSON.stringify(await (await local.request(`/v1/search?${query}`)).json())
  expect(await search('q=lamp+lit')).toContain('book@2')
  expect(await search('q=lamp+lit')).not.toContain('book@1')
  expect(await search('q=lamp+lit&version=1')).toContain('book@1')
  expect(await search('q=lamp+lit&version=1')).not.toContain('book@2')
})

test('a follow-up of a reader of version 1 stays in it', async () => {
  const session = await local.openSession()
  await ask(lit, onV1, session)
  await untilQuiet(local)
  const document = await ask('And who does that?', onV1, session)
  expect(JSON.stringify(document)).not.toMatch(/electric|xylem|timer|book@2/)
})

const agent = async (name: string, given: object) => {
  const response = await local.request('/mcp', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-06-18',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name, arguments: given },
    }),
  })
  return await response.text()
}

test('agents and boxes of DocSearch find the newest version', async () => {
  const boxes = await local.request('/1/indexes/*/queries', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requests: [{ indexName: 'x', query: 'lamp lit' }] }),
  })
  for (const said of [
    await boxes.text(),
    await agent('search', { query: 'How is the lamp lit?' }),
  ]) {
    expect(said).toContain('electric')
    expect(said).not.toContain('taper')
  }
  expect(await agent('ask', { question: lit })).not.toContain('taper')
})

test('a page that is asked for by its path is given, of whichever version', async () => {
  const read = async (path: string) =>
    `${await agent('read', { path })}${await (await local.request(`/v1/pages/${path}`)).text()}`
  expect(await read('book@1:docs/v1/lamp.md')).toMatch(/brass taper[\s\S]*brass taper/)
  expect(await read('v1/lamp')).toMatch(/brass taper[\s\S]*brass taper/)
  const newest = await read('lamp')
  expect(newest).toMatch(/electric spark[\s\S]*electric spark/)
  expect(newest).not.toContain('taper')
})
