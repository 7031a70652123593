import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { copyOfBook } from '../support/book.ts'
import {
  adminHeaders,
  type LocalSuite,
  profile,
  startLocalSuite,
  untilQuiet,
} from '../support/local-suite.ts'
import { addStaffPage, sessionIn, staffPath, staffWordsIn } from '../support/two-readers.ts'

type Session = Pick<Awaited<ReturnType<typeof sessionIn>>, 'session_id' | 'token'>

let book: Awaited<ReturnType<typeof copyOfBook>>
let local: LocalSuite
let staff: Session
let other: Session
let erased: Session

beforeAll(async () => {
  book = await copyOfBook()
  await addStaffPage(book.path)
  local = await startLocalSuite({
    docs: book.path,
    settings: {
      CONTENT_SITE_URL: 'https://book.example/docs',
      NEAR_MATCH_THRESHOLD: '0.3',
      TIMEOUT_NEAR_MATCH_MS: '60000',
      BREAKER_FAILURES: '1000',
    },
  })
  staff = await sessionIn(local, ['staff'])
  other = await sessionIn(local, ['partners'])
  erased = await sessionIn(local, ['staff'])
  const path = `/v1/sessions/${erased.session_id}`
  const erasing = await local.request(path, { method: 'DELETE', headers: bearer(erased) })
  expect(erasing.status).toBe(204)
})
beforeEach(() => {
  for (const fault of Object.values(local.cloud.faults)) fault.clear()
})
afterAll(async () => {
  await local.close()
  await book.remove()
})

/** Everything that a reply says. */
type Way = (as: Session) => Promise<string>

const bearer = ({ token }: Session) => ({ authorization: `Bearer ${token}` })
const json = (as: Session) => ({ ...bearer(as), 'content-type': 'application/json' })

const get =
  (path: string, headers: Record<string, string> = {}): Way =>
  async (as) =>
    textOf(await local.request(path, { headers: { ...bearer(as), ...headers } }))

const post =
  (path: string, body: object, headers: Record<string, string> = {}): Way =>
  async (as) =>
    textOf(
      await local.request(path, {
        method: 'POST',
        headers: { ...json(as), ...headers },
        body: JSON.stringify(body),
      }),
    )

const textOf = async (response: Response) =>
  `${response.status} ${[...response.headers].join('\n')}\n${await response.text()}`

const vault = 'With which code is the harbour vault opened?'

const chat =
  (body: Record<string, unknown>, path = '/v1/chat', accept = 'application/json'): Way =>
  async (as) =>
    await post(path, { session_id: as.session_id, ...body }, { accept })(as)

const ask = (body: Record<string, unknown>) => chat({ question: vault, ...body })

const inOneConversation =
  (...questions: string[]): Way =>
  async (as) => {
    const session = as === staff ? await sessionIn(local, ['staff']) : await sessionIn(local, [])
    const said: string[] = []
    for (const question of questions) {
      said.push(await chat({ question })(session))
      await untilQuiet(local)
    }
    return said.join('\n')
  }

/** Staff ask first, so that whatever is kept of the answer is kept. */
const afterStaff =
  (way: Way, before: Way = way): Way =>
  async (as) => {
    await before(staff)
    await untilQuiet(local)
    return await way(as)
  }

const without =
  (service: keyof LocalSuite['cloud']['faults'], match: string | undefined, way: Way): Way =>
  async (as) => {
    local.cloud.faults[service].set({ kind: 'down', ...(match !== undefined && { match }) })
    try {
      return await way(as)
    } finally {
      local.cloud.faults[service].clear()
    }
  }

const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
}

const mcp = (method: string, params: Record<string, unknown>): Way => {
  const name = params.name ?? params.uri
  return post(
    '/mcp',
    { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } },
    {
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(typeof name === 'string' && { 'mcp-name': name }),
    },
  )
}
const tool = (name: string, given: object) => mcp('tools/call', { name, arguments: given })
const olderTool = (name: string, given: object) =>
  post(
    '/mcp',
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: given } },
    { accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-06-18' },
  )

const docSearch = (request: object) => post('/1/indexes/*/queries', { requests: [request] })
const pageUrl = 'https://book.example/docs/Part-9-vault/vault'
const encoded = encodeURIComponent

/** Ways to the page on which its own readers must find it: else they would try nothing. */
const ways: Record<string, Way> = {
  'an answer': ask({}),
  'an answer’s stream': chat({ question: vault }, '/v1/chat', 'text/event-stream'),
  'the AI SDK’s protocol': chat(
    { messages: [{ id: '1', role: 'user', parts: [{ type: 'text', text: vault }] }] },
    '/v1/chat?protocol=ai-sdk',
    'text/event-stream',
  ),
  'OpenAI’s protocol': chat(
    { model: 'm', messages: [{ role: 'user', content: vault }] },
    '/v1/chat/completions',
  ),
  'OpenAI’s protocol, streamed': chat(
    { model: 'm', stream: true, messages: [{ role: 'user', content: vault }] },
    '/v1/chat/completions',
  ),
  'a filter by source': ask({ filter: { source: staffPath } }),
  'a filter by category': ask({ filter: { category: 'vault' } }),
  'a filter by tag': ask({ filter: { tags: ['vault'] } }),
  'a filter by part': ask({ filter: { part_number: 9 } }),
  'a selection': ask({ question: vault, selected_text: 'the harbour vault' }),
  'a selection on the page itself': ask({
    question: 'How is it done?',
    selected_text: 'the harbour vault',
    page: { path: staffPath },
  }),
  'a pasted text': ask({ question: 'What is wrong?', attached_text: 'error: harbour vault code' }),
  'what a page is about, by its path': ask({
    question: 'What is this page about?',
    page: { path: staffPath },
  }),
  'what a page is about, by its URL': ask({
    question: 'What is this page about?',
    page: { path: '/docs/Part-9-vault/vault' },
  }),
  'what a page says': ask({
    question: 'What does this page say about the harbour vault?',
    page: { path: staffPath },
  }),
  'an overview of the part': ask({ question: 'Summarise part 9' }),
  'an overview of the chapter by its title': ask({ question: 'Summarise the chapter on rules' }),
  'an overview of the book': ask({ question: 'What does this book cover?' }),
  'a follow-up': inOneConversation(vault, 'And who opens it?'),
  'a cached answer': afterStaff(ask({ question: 'What code opens the harbour vault?' })),
  'a cached answer near by': afterStaff(
    ask({ question: 'Which code opens the harbour vault lock?' }),
    ask({ question: 'What code opens the lock of the harbour vault?' }),
  ),
  'questions that go on from another': ask({ question: 'How is the vault’s lock reset?' }),
  'an answer without the model': without('openrouter', 'chat/completions', ask({})),
  'an answer without embeddings': without('openrouter', 'embeddings', ask({})),
  ...(profile === 'full' && {
    'an answer without Neon': without('neon', undefined, ask({})),
    'an answer without Qdrant': without('qdrant', undefined, ask({})),
    'an answer without Redis': without('upstash', undefined, ask({})),
  }),
  'a search by words': get(`/v1/search?mode=words&q=${encoded('harbour vault code')}`),
  'a search by meaning too': get(`/v1/search?q=${encoded('harbour vault code')}`),
  'a search of a word that grows': get('/v1/search?mode=words&q=quen'),
  'a search of a misspelt word': get('/v1/search?mode=words&q=obsidain'),
  'a search by source': get(`/v1/search?q=vault&source=${encoded(staffPath)}`),
  'a search without Qdrant': without('qdrant', undefined, get('/v1/search?q=harbour+vault')),
  DocSearch: docSearch({ indexName: 'x', query: 'harbour vault' }),
  'DocSearch as older clients ask': docSearch({ indexName: 'x', params: 'query=harbour%20vault' }),
  'questions to begin with on a page': get(`/v1/starters?page=${encoded(staffPath)}`),
  'llms.txt': get('/llms.txt'),
  'the whole book': get('/llms-full.txt'),
  'the whole book from a place on': get(
    `/llms-full.txt?cursor=${encoded(btoa(JSON.stringify(['docs/Part-8', 0])))}`,
  ),
  'a page as Markdown': get(`/v1/pages/${staffPath}`),
  'a page as Markdown by its URL': get('/v1/pages/docs/Part-9-vault/vault.md'),
  'an agent’s search': tool('search', { query: 'harbour vault code' }),
  'an agent’s search with a filter': tool('search', { query: 'vault', category: 'vault' }),
  'an agent’s reading': tool('read', { path: staffPath }),
  'an agent’s reading by URL': tool('read', { path: pageUrl }),
  'an agent’s reading of a section': tool('read', { path: staffPath, offset: 10 }),
  'an agent’s reading of several places': tool('read', {
    path: 'docs/Part-1-lamps/02-lamp-oil.md',
    also: [staffPath],
  }),
  'an agent’s finding': tool('find', { pattern: 'harbour vault' }),
  'an agent’s finding by a pattern': tool('find', { pattern: 'harbour \\w+ is', is_regex: true }),
  'an agent’s finding within the page': tool('find', { pattern: 'harbour', path: 'docs/Part-9' }),
  'an agent’s table of contents': tool('list', {}),
  'an agent’s table of contents of a part': tool('list', { beginning: 'docs/Part-9' }),
  'an agent’s question': tool('ask', { question: vault }),
  'an agent’s question on a page': tool('ask', {
    question: 'What is this page about?',
    page: staffPath,
  }),
  'an agent’s question in a conversation': async (as) =>
    await tool('ask', { question: vault, conversation: as.token })(as),
  'an older agent’s search': olderTool('search', { query: 'harbour vault code' }),
  'the resources': mcp('resources/list', {}),
  'a resource': mcp('resources/read', { uri: `book:///${staffPath}` }),
}

test.each(Object.entries(ways))('its own readers find the page by %s', async (_, way) => {
  expect(staffWordsIn(await way(staff))).not.toEqual([])
})

test.each(Object.entries(ways))('no word of it reaches another by %s', async (_, way) => {
  expect(staffWordsIn(await way(other))).toEqual([])
})

test.each(Object.entries(ways))('nothing of it reaches an erased session by %s', async (_, way) => {
  expect(staffWordsIn(await way(erased))).toEqual([])
})

const anonymous = { session_id: '', token: 'none' }
const withoutToken = Object.entries(ways).filter(([name]) =>
  /search|DocSearch|llms|book from|whole book|Markdown|agent|resource|begin/.test(name),
)
test.each(withoutToken)('no word of it reaches whoever shows no token by %s', async (name, way) => {
  const as = /conversation/.test(name) ? await sessionIn(local, []) : anonymous
  expect(staffWordsIn(await way(as))).toEqual([])
})

/** Ways that nobody but their owner may go at all. */
const refused: Record<string, Way> = {
  'a path that begins with the page’s': mcp('completion/complete', {
    ref: { type: 'ref/resource', uri: 'book:///{+path}' },
    argument: { name: 'path', value: 'docs/Part-9' },
  }),
  'the staff’s conversation': async (as) =>
    await get(`/v1/sessions/${staff.session_id}/messages`)(as),
  'a filter that names groups': ask({ filter: { groups: ['staff'] } }),
  'a search that names groups': get('/v1/search?q=harbour+vault&groups=staff'),
  'the page as it was pushed': get(`/v1/documents/${staffPath}`),
  'what the owner reads': get('/v1/admin/unanswered'),
  'the staff’s ETag': async (as) => {
    const response = await local.request(`/v1/pages/${staffPath}`, { headers: bearer(staff) })
    return await get(`/v1/pages/${staffPath}`, {
      'if-none-match': response.headers.get('etag') ?? '',
    })(as)
  },
  'a token whose groups were changed': async ({ token, session_id }) => {
    const [head, claims = '', signature] = token.split('.')
    const changed = { ...JSON.parse(atob(claims)), groups: ['staff'] }
    const forged = [head, btoa(JSON.stringify(changed)).replaceAll('=', ''), signature].join('.')
    return await ask({})({ ...other, session_id, token: forged })
  },
}

test.each(Object.entries(refused))('no word of it reaches another by %s', async (_, way) => {
  const said = await way(other)
  expect(staffWordsIn(said)).toEqual([])
  expect(said).not.toContain(staffPath.replace('.md', '/'))
})

test('paths are completed for those who may read them alone', async () => {
  const path = refused['a path that begins with the page’s']
  expect(await path?.(staff)).toContain(staffPath)
  expect(await path?.(other)).not.toContain(staffPath)
  expect(await path?.(erased)).not.toContain(staffPath)
})

test('what is kept of the staff’s page is nobody else’s to keep', async () => {
  const response = await local.request(`/v1/pages/${staffPath}`, { headers: bearer(staff) })
  expect(response.headers.get('cache-control')).toMatch(/^private/)
  expect(response.headers.get('vary')).toMatch(/authorization/i)
  const list = await mcp('resources/list', {})(staff)
  expect(list).toContain('"cacheScope":"private"')
  expect(await mcp('resources/list', {})(other)).toContain('"cacheScope"')
})

test('a reader of one of several groups reads the page', async () => {
  const keeper = await sessionIn(local, ['partners', 'keepers-of-keys'])
  expect(staffWordsIn(await ask({})(keeper))).toContain('zeta-4417')
})

test('an identity token whose groups are no list of names opens no session', async () => {
  const { sign } = await import('hono/jwt')
  const { developmentSecrets } = await import('../../dev/suite/secrets.ts')
  const exp = Math.floor(Date.now() / 1000) + 500
  const claims = { provider: 'site', external_id: '1', exp, groups: 'staff' }
  const identity_token = await sign(claims, developmentSecrets.IDENTITY_SECRET, 'HS256')
  const said = await post('/v1/sessions', { identity_token })(anonymous)
  expect(said).toMatch(/^401/)
  expect(said).toContain('groups must be a list')
})

test('a page that is pushed for a group is for that group', async () => {
  const response = await local.request('/v1/documents/rota.html', {
    method: 'PUT',
    headers: adminHeaders,
    body: JSON.stringify({
      content: '<h1>The rota</h1><p>The periscope rota is kept by the tourmaline clerk.</p>',
      media_type: 'text/html',
      groups: ['staff'],
    }),
  })
  expect(response.status).toBe(201)
  const found = get('/v1/search?q=periscope+rota')
  expect(staffWordsIn(await found(staff))).toContain('tourmaline')
  expect(staffWordsIn(await found(other))).toEqual([])
})

test('a page that stops being for everybody is nobody else’s from then on, and the reverse', async () => {
  const put = async (groups: string) => {
    const content = `${groups}# Tides\n\nThe gannet table is read at the brasenose mark.\n`
    const response = await local.request('/v1/documents/tides.md', {
      method: 'PUT',
      headers: adminHeaders,
      body: JSON.stringify({ content }),
    })
    expect(response.ok).toBe(true)
  }
  const question = ask({ question: 'Where is the gannet table read?' })
  await put('')
  expect(staffWordsIn(await question(other))).toEqual(['brasenose'])
  await untilQuiet(local)
  await put('---\ngroups: staff\n---\n')
  expect(staffWordsIn(await question(other))).toEqual([])
  expect(staffWordsIn(await question(staff))).toContain('brasenose')
  await put('')
  expect(staffWordsIn(await question(other))).toEqual(['brasenose'])
})

test('a page whose groups cannot be read is for nobody', async () => {
  const response = await local.request('/v1/documents/odd.md', {
    method: 'PUT',
    headers: adminHeaders,
    body: JSON.stringify({ content: '---\ngroups: {staff: true}\n---\n# Odd\n\nA narwhal.\n' }),
  })
  expect(await response.json()).toMatchObject({
    passages: 0,
    warnings: ['Not published, so not answered from: its groups name no group of readers'],
  })
})
