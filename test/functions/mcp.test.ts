import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    settings: {
      ALLOWED_ORIGINS: 'https://book.example',
      CONTENT_SITE_URL: 'https://book.example/docs',
    },
  })
})
afterAll(() => local.close())

const version = '2026-07-28'
const meta = {
  'io.modelcontextprotocol/protocolVersion': version,
  'io.modelcontextprotocol/clientCapabilities': {},
}
const Reply = z.object({
  id: z.union([z.number(), z.string(), z.null()]).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z
    .object({ code: z.number(), message: z.string(), data: z.unknown() })
    .partial({ data: true })
    .optional(),
})

/** Sends a message as it is. */
async function send(message: unknown, headers: Record<string, string> = {}) {
  return await local.request('/mcp', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: typeof message === 'string' ? message : JSON.stringify(message),
  })
}

/** Sends a request as the revision without sessions wants it. */
async function call(method: string, params: Record<string, unknown> = {}, headers = {}) {
  const name = params.name ?? params.uri
  const response = await send(
    { jsonrpc: '2.0', id: 7, method, params: { ...params, _meta: meta } },
    {
      'mcp-protocol-version': version,
      'mcp-method': method,
      ...(typeof name === 'string' && { 'mcp-name': name }),
      ...headers,
    },
  )
  return { status: response.status, ...Reply.parse(await response.json()) }
}

const Result = z.object({
  content: z.array(z.object({ type: z.literal('text'), text: z.string() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
})

async function callTool(name: string, given: Record<string, unknown>) {
  const { result, error } = await call('tools/call', { name, arguments: given })
  expect(error).toBeUndefined()
  const { content, structuredContent: data = {}, isError = false } = Result.parse(result)
  expect(JSON.stringify(result).length).toBeLessThan(10 * 1024)
  return { text: content[0]?.text ?? '', data, isError }
}

test('server/discover says what there is, without a session', async () => {
  const { status, result } = await call('server/discover')
  expect(status).toBe(200)
  expect(result).toMatchObject({
    supportedVersions: ['2026-07-28', '2025-11-25', '2025-06-18'],
    capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} },
    resultType: 'complete',
    ttlMs: 60_000,
    cacheScope: 'public',
  })
})

test('tools are listed in one order, each with schemas and annotations', async () => {
  const first = await call('tools/list')
  expect(await call('tools/list')).toEqual(first)
  const { tools } = z
    .object({ tools: z.array(z.looseObject({ name: z.string() })) })
    .parse(first.result)
  expect(tools.map(({ name }) => name)).toEqual([
    'ask',
    'find',
    'list',
    'read',
    'report_problem',
    'search',
  ])
  for (const one of tools) {
    expect(one).toMatchObject({ inputSchema: { type: 'object' }, outputSchema: { type: 'object' } })
    expect(one.annotations).toHaveProperty('readOnlyHint')
  }
})

test('search, read, list and find lead an agent to the words', async () => {
  const found = await callTool('search', { query: 'how high is the wick trimmed' })
  const { hits } = z
    .object({ hits: z.array(z.looseObject({ path: z.string(), section: z.string() })) })
    .parse(found.data)
  expect(hits[0]).toMatchObject({
    path: 'docs/Part-1-lamps/02-lamp-oil.md',
    section: 'Filling the reservoir',
    url: expect.stringContaining('#filling-the-reservoir:~:text='),
    content_hash: expect.any(String),
  })
  const read = await callTool('read', { path: hits[0]?.path, section: hits[0]?.section })
  expect(read.text).toContain('trim the wick to four millimetres')
  expect(read.text).not.toContain('whale oil')
  const byUrl = await callTool('read', {
    path: 'https://book.example/docs/Part-1-lamps/lamp-oil#filling-the-reservoir',
  })
  expect(byUrl.text).toBe(read.text)
  const lens = { path: 'docs/Part-1-lamps/01-the-fresnel-lens.md' }
  const whole = await callTool('read', { ...lens, max_bytes: 500 })
  expect(whole.data).toMatchObject({ title: 'The Fresnel lens', next_offset: expect.any(Number) })
  const rest = await callTool('read', { ...lens, offset: whole.data.next_offset })
  expect(rest.text).toContain('lens clean --all')
  const list = await callTool('list', { beginning: 'docs/Part-1' })
  expect(list.data).toMatchObject({ total: 2 })
  const lines = await callTool('find', { pattern: '[0-9]+ litres', is_regex: true })
  expect(lines.data).toMatchObject({
    lines: [
      { path: 'docs/Part-1-lamps/02-lamp-oil.md', line: expect.stringContaining('16 litres') },
    ],
  })
})

test('ask gives the verdicts that a reader sees, with quotes, addresses and hashes', async () => {
  const question = 'What is the glass cleaned with?'
  const asked = await callTool('ask', { question })
  const response = await local.ask({ question }, undefined, 'application/json')
  const document = z
    .object({
      citations: z.array(z.object({ n: z.number(), quote: z.string(), status: z.string() })),
    })
    .parse(await response.json())
  const { claims, conversation } = z
    .object({
      conversation: z.string(),
      claims: z.array(
        z.object({
          n: z.number(),
          verdict: z.string(),
          quote: z.string(),
          url: z.string(),
          content_hash: z.string(),
        }),
      ),
    })
    .parse(asked.data)
  expect(claims.length).toBeGreaterThan(0)
  expect(claims.map(({ n, quote, verdict: status }) => ({ n, quote, status }))).toEqual(
    document.citations.map(({ n, quote, status }) => ({ n, quote, status })),
  )
  expect(claims[0]?.url).toMatch(/^https:\/\/book\.example\/.*:~:text=/)
  const [row] =
    await local.sql`select content_hash from documents where content like '%spirit of wine%'`
  expect(claims.map(({ content_hash }) => content_hash)).toContain(row?.content_hash)
  const next = await callTool('ask', { question: 'And never with what?', conversation })
  expect(next.data.conversation).toBe(conversation)
  const refused = await callTool('ask', { question: 'Which submarine cables cross Antarctica?' })
  expect(refused.data).toMatchObject({ answered: false, claims: [] })
})

test('a reported problem joins the gaps', async () => {
  await callTool('report_problem', { path: 'docs/a.md', problem: 'The wick has another height' })
  const [row] = await local.sql`select path, problem from problem_reports`
  expect(row).toEqual({ path: 'docs/a.md', problem: 'The wick has another height' })
})

test('what a tool cannot do it says in its result, with what to do instead', async () => {
  const failures: [string, Record<string, unknown>, RegExp][] = [
    ['read', { path: '../../etc/passwd' }, /There is no page .* list/],
    [
      'read',
      { path: 'docs/Part-1-lamps/02-lamp-oil.md', section: 'Whales' },
      /It has: Filling the reservoir/,
    ],
    ['find', { pattern: '(a+)+$', is_regex: true }, /three plain characters/],
    ['find', { pattern: '(x)\\1xxx', is_regex: true }, /Back-references/],
    ['search', { query: '' }, /query/],
    ['search', { query: 'a', colour: 'red' }, /no argument colour/],
    ['ask', { question: 'x', conversation: 'nonsense' }, /without conversation/],
  ]
  for (const [name, given, advice] of failures) {
    const { isError, text } = await callTool(name, given)
    expect([name, isError, text]).toEqual([name, true, expect.stringMatching(advice)])
  }
})

test('pages are resources, with a template and completion of their paths', async () => {
  const list = await call('resources/list')
  const { resources } = z
    .object({ resources: z.array(z.object({ uri: z.string() })) })
    .parse(list.result)
  expect(resources.length).toBe(4)
  const read = await call('resources/read', { uri: resources[1]?.uri })
  expect(read.result).toMatchObject({
    contents: [{ mimeType: 'text/markdown', text: expect.stringContaining('# Lamp oil') }],
    ttlMs: 60_000,
  })
  const gone = await call('resources/read', { uri: 'book:///docs/none.md' })
  expect(gone.error).toMatchObject({ code: -32602, data: { uri: 'book:///docs/none.md' } })
  const completed = await call('completion/complete', {
    ref: { type: 'ref/resource', uri: 'book:///{+path}' },
    argument: { name: 'path', value: 'lamp-o' },
  })
  expect(completed.result).toMatchObject({
    completion: { values: ['docs/Part-1-lamps/02-lamp-oil.md'], hasMore: false },
  })
})

test('prompts are listed, and filled in', async () => {
  const { result } = await call('prompts/get', {
    name: 'explain_page',
    arguments: { path: 'a.md' },
  })
  expect(result).toMatchObject({
    messages: [{ role: 'user', content: { type: 'text', text: expect.stringContaining('a.md') } }],
  })
  expect((await call('prompts/get', { name: 'ask' })).error).toMatchObject({ code: -32602 })
})

test.each(['2025-11-25', '2025-06-18'])(
  'a client of %s shakes hands and calls without a session',
  async (revision) => {
    const hello = await send({
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: {
        protocolVersion: revision,
        capabilities: {},
        clientInfo: { name: 'c', version: '1' },
      },
    })
    expect(hello.headers.get('mcp-session-id')).toBeNull()
    expect(await hello.json()).toMatchObject({ result: { protocolVersion: revision } })
    const headers = { 'mcp-protocol-version': revision }
    const noted = await send({ jsonrpc: '2.0', method: 'notifications/initialized' }, headers)
    expect([noted.status, await noted.text()]).toEqual([202, ''])
    const listed = await send({ jsonrpc: '2.0', id: 1, method: 'tools/list' }, headers)
    const { result } = Reply.parse(await listed.json())
    expect(result).not.toHaveProperty('ttlMs')
    expect(result).not.toHaveProperty('resultType')
  },
)

const request = { jsonrpc: '2.0', id: 3, method: 'tools/list', params: { _meta: meta } }
const right = { 'mcp-protocol-version': version, 'mcp-method': 'tools/list' }

test.each([
  ['malformed JSON', '{', {}, 400, -32700],
  ['a batch', [request], right, 400, -32600],
  ['no JSON-RPC', { id: 1 }, right, 400, -32600],
  ['an id that is no id', { ...request, id: null }, right, 400, -32600],
  [
    'an unknown method',
    { ...request, method: 'tools/dance' },
    { ...right, 'mcp-method': 'tools/dance' },
    404,
    -32601,
  ],
  [
    'an unknown method of before',
    { ...request, method: 'tools/dance', params: {} },
    {},
    200,
    -32601,
  ],
  [
    'a method that is gone',
    { ...request, method: 'ping' },
    { ...right, 'mcp-method': 'ping' },
    404,
    -32601,
  ],
  [
    'an unknown version',
    { ...request, params: { _meta: { ...meta, 'io.modelcontextprotocol/protocolVersion': 'v9' } } },
    { ...right, 'mcp-protocol-version': 'v9' },
    400,
    -32022,
  ],
  [
    'an unknown version of before',
    { ...request, params: {} },
    { 'mcp-protocol-version': '1900-01-01' },
    400,
    -32022,
  ],
  [
    'versions that differ',
    request,
    { ...right, 'mcp-protocol-version': '2025-11-25' },
    400,
    -32020,
  ],
  ['a method that differs', request, { ...right, 'mcp-method': 'prompts/list' }, 400, -32020],
  [
    'no capabilities',
    { ...request, params: { _meta: { 'io.modelcontextprotocol/protocolVersion': version } } },
    right,
    400,
    -32602,
  ],
  [
    'a tool that is not there',
    { ...request, method: 'tools/call', params: { name: 'x', _meta: meta } },
    { ...right, 'mcp-method': 'tools/call', 'mcp-name': 'x' },
    200,
    -32602,
  ],
  [
    '1 MiB of arguments',
    { ...request, params: { _meta: meta, x: 'x'.repeat(1 << 20) } },
    right,
    413,
    -32600,
  ],
  ['another content type', request, { ...right, 'content-type': 'text/html' }, 415, -32600],
  ['a hostile origin', request, { ...right, origin: 'https://evil.example' }, 403, -32000],
] as const)('%s is refused by the specification', async (_what, message, headers, status, code) => {
  const response = await send(message, headers)
  const { error } = Reply.parse(await response.json())
  expect([response.status, error?.code]).toEqual([status, code])
})

test('a page whose name leads to this machine is not taken for our own', async () => {
  const { request: open } = await import('node:http')
  const { port } = new URL(local.suite.url)
  const status = await new Promise<number>((resolve, reject) => {
    const headers = {
      host: `evil.example:${port}`,
      origin: `http://evil.example:${port}`,
      'content-type': 'application/json',
      ...right,
    }
    open({ host: '127.0.0.1', port, path: '/mcp', method: 'POST', headers }, (reply) => {
      reply.resume()
      resolve(reply.statusCode ?? 0)
    })
      .on('error', reject)
      .end(JSON.stringify(request))
  })
  expect(status).toBe(403)
})

test('there is no stream to open and no session to end', async () => {
  for (const method of ['GET', 'DELETE']) {
    const response = await local.request('/mcp', { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  }
})
