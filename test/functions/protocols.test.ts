import { connect } from 'node:net'
import { Chat } from '@ai-sdk/react'
import { DefaultChatTransport, type UIMessage } from 'ai'
import OpenAI from 'openai'
import type { ChatCompletionCreateParams } from 'openai/resources'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adminHeaders, type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'
import { patient } from '../support/machine-pace.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    settings: {
      CONTENT_SITE_URL: 'https://lamps.example/docs',
      RATE_LIMIT_SESSION_PER_MINUTE: '8',
    },
  })
})
afterAll(() => local.close())

const question = 'How often does the keeper ring the bell in fog?'
const unanswerable = 'Which submarine cables cross Antarctica?'

/** What useChat keeps of a conversation, over its own transport. */
async function aChat(body: Record<string, unknown> = {}, token?: string) {
  const { token: own } = await local.openSession()
  const transport = new DefaultChatTransport({
    api: `${local.suite.url}/v1/chat?protocol=ai-sdk`,
    headers: { authorization: `Bearer ${token ?? own}` },
    body,
  })
  const heard: unknown[] = []
  const chat = new Chat<UIMessage>({ transport, onData: (part) => heard.push(part) })
  return { chat, heard, token: own }
}

const partsOf = (message: UIMessage | undefined, type: string) =>
  (message?.parts ?? []).filter((part) => part.type === type)

test("useChat's own client shows the answer, its sources and its verdicts", async () => {
  const { chat, heard } = await aChat()
  await chat.sendMessage({ text: question })
  expect(chat.status).toBe('ready')
  const answer = chat.messages.at(-1)
  expect(partsOf(answer, 'text')).toMatchObject([
    { text: expect.stringContaining('[1]'), state: 'done' },
  ])
  expect(partsOf(answer, 'source-url')[0]).toMatchObject({
    sourceId: '1',
    url: expect.stringContaining('https://lamps.example/docs/'),
    title: expect.stringContaining('›'),
  })
  expect(partsOf(answer, 'data-citations')).toMatchObject([
    { data: { citations: [{ n: 1, status: 'verified' }] } },
  ])
  expect(answer?.metadata).toMatchObject({ query_id: answer?.id, answered: true, degraded: [] })
  expect(heard).toContainEqual(
    expect.objectContaining({ type: 'data-sources', data: { sources: expect.any(Array) } }),
  )
})

test('useChat carries a conversation on: a follow-up is understood from the session', async () => {
  const { chat } = await aChat()
  await chat.sendMessage({ text: 'What did early lamps burn?' })
  const first = chat.messages.at(-1)?.id ?? ''
  await until(
    () => local.sql`select 1 from query_logs where query_id = ${first}`,
    (rows) => rows.length === 1,
  )
  await chat.sendMessage({ text: 'And why was it replaced?' })
  expect(chat.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant'])
  const [row] = await until(
    () => local.sql`select standalone_question from query_logs
      where query_id = ${chat.messages.at(-1)?.id ?? ''}`,
    (rows) => rows.length === 1,
  )
  expect(row?.standalone_question).toContain('What did early lamps burn?')
})

test('what useChat sends besides the messages narrows the question', async () => {
  const { chat } = await aChat({
    selected_text: 'Never use sand: it scratches the glass and the beam grows dim.',
    page: { path: 'docs/Part-1-lamps/01-the-fresnel-lens.md' },
    filter: { part_number: 1 },
  })
  await chat.sendMessage({ text: 'What does this mean for the keeper?' })
  expect(chat.messages.at(-1)?.metadata).toMatchObject({ retrieval_mode: 'selected_text' })
})

/** useChat as it is after its page was loaded anew: with the question, and who to ask for the answer. */
function reloadedChat(token: string, queryId: string) {
  const transport = new DefaultChatTransport({
    api: `${local.suite.url}/v1/chat?protocol=ai-sdk`,
    headers: { authorization: `Bearer ${token}` },
    prepareReconnectToStreamRequest: () => ({
      api: `${local.suite.url}/v1/chat/${queryId}/events?protocol=ai-sdk`,
    }),
  })
  const asked: UIMessage = { id: '1', role: 'user', parts: [{ type: 'text', text: question }] }
  return new Chat<UIMessage>({ transport, messages: [asked] })
}

test('useChat resumes an answer: the same message comes once more', async () => {
  const { chat, token } = await aChat()
  await chat.sendMessage({ text: question })
  const answer = chat.messages.at(-1)
  const again = reloadedChat(token, answer?.id ?? '')
  await expect
    .poll(
      async () => {
        await again.resumeStream()
        return again.messages.length
      },
      { timeout: patient(10_000) },
    )
    .toBe(2)
  expect(again.status).toBe('ready')
  expect(again.messages.at(-1)).toEqual(answer)
})

test('useChat is told where there is nothing to resume, and another session is refused', async () => {
  const { chat, token } = await aChat()
  const none = reloadedChat(token, crypto.randomUUID())
  await none.resumeStream()
  expect([none.status, none.messages.length]).toEqual(['ready', 1])
  await chat.sendMessage({ text: question })
  const { token: other } = await aChat()
  const foreign = reloadedChat(other, chat.messages.at(-1)?.id ?? '')
  await expect
    .poll(
      async () => {
        await foreign.resumeStream()
        return foreign.error?.message ?? ''
      },
      { timeout: patient(10_000) },
    )
    .toContain('403')
  expect(foreign.messages).toHaveLength(1)
})

test('useChat shows a refusal as an answer without sources', async () => {
  const { chat } = await aChat()
  await chat.sendMessage({ text: unanswerable })
  const answer = chat.messages.at(-1)
  expect(answer?.metadata).toMatchObject({ answered: false })
  expect(partsOf(answer, 'source-url')).toEqual([])
  expect(partsOf(answer, 'text')).toMatchObject([
    { text: expect.stringMatching(/does not answer/) },
  ])
})

test('useChat asks again on regenerate', async () => {
  const { chat } = await aChat()
  await chat.sendMessage({ text: question })
  const first = chat.messages.at(-1)?.id
  await chat.regenerate()
  expect(chat.messages).toHaveLength(2)
  expect(chat.messages.at(-1)?.id).not.toBe(first)
})

test('useChat is told of a failure before the first byte by a problem', async () => {
  const { chat } = await aChat({}, 'no-token')
  await chat.sendMessage({ text: question })
  expect(chat.status).toBe('error')
  expect(JSON.parse(chat.error?.message ?? '')).toMatchObject({ status: 401 })
})

test('useChat is told of an answer that breaks off', async () => {
  const { chat } = await aChat()
  local.cloud.faults.openrouter.set({ kind: 'cut', match: 'chat', afterBytes: 700 })
  await chat.sendMessage({ text: 'How long is the wick trimmed to?' })
  local.cloud.faults.openrouter.clear()
  expect(chat.status).toBe('error')
  expect(chat.error?.message).toBe('Not available at the moment. Ask again.')
  // workerd's log comes by another way than its reply.
  const logged = () => local.suite.logs.map(({ message }) => message).join('\n')
  await expect.poll(logged).toContain('An answer broke off')
})

async function askAiSdk(body: unknown, query = '?protocol=ai-sdk') {
  const { token } = await local.openSession()
  return await local.request(`/v1/chat${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
}

test('the stream is named by its header and ends in [DONE]', async () => {
  const messages = [{ role: 'user', parts: [{ type: 'text', text: question }] }]
  const response = await askAiSdk({ id: 'chat', messages, trigger: 'submit-message' })
  expect(response.headers.get('x-vercel-ai-ui-message-stream')).toBe('v1')
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(await response.text()).toMatch(/\n\ndata: \[DONE\]\n\n$/)
})

const ofUser = (...parts: object[]) => ({ messages: [{ role: 'user', parts }] })
const said = { type: 'text', text: question }

test.each([
  ['no message', { messages: [] }, 'body.messages'],
  ['no message by the user', { messages: [{ role: 'assistant', parts: [said] }] }, 'body.messages'],
  ['a message without text', ofUser(), 'body.messages'],
  [
    'a message without parts',
    { messages: [{ role: 'user', content: 'x' }] },
    'body.messages.0.parts',
  ],
  ['2,001 characters', ofUser({ type: 'text', text: 'x'.repeat(2001) }), 'body.messages'],
  ['a file', ofUser(said, { type: 'file', url: 'data:,x' }), 'body.messages'],
  ['an unknown field', { ...ofUser(said), temperature: 1 }, 'body.temperature'],
])('the AI SDK is refused %s by a problem that names the field', async (_, body, location) => {
  const response = await askAiSdk(body)
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ errors: [{ location }] })
})

test('a protocol that is not spoken is 422', async () => {
  const response = await askAiSdk(ofUser(said), '?protocol=morse')
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ errors: [{ location: 'query.protocol' }] })
})

async function aClient(apiKey?: string) {
  const { session_id, token } = await local.openSession()
  const client = new OpenAI({
    baseURL: `${local.suite.url}/v1`,
    apiKey: apiKey ?? token,
    maxRetries: 0,
  })
  return { client, session_id, token }
}

const messages: ChatCompletionCreateParams['messages'] = [
  { role: 'system', content: 'You are a helpful assistant.' },
  { role: 'user', content: [{ type: 'text', text: question }] },
]

test("OpenAI's client lists the one model that answers", async () => {
  const { client } = await aClient()
  const models = await client.models.list()
  expect(models.data.map(({ id }) => id)).toEqual(['marginalia'])
  const { client: stranger } = await aClient('nobody')
  await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError)
})

test("OpenAI's client gets a chat completion, its sources as annotations", async () => {
  const { client } = await aClient()
  const completion = await client.chat.completions.create({
    model: 'gpt-4o',
    messages,
    temperature: 0,
    max_tokens: 200,
    n: 1,
    tools: [],
  })
  const [choice] = completion.choices
  expect(completion).toMatchObject({ object: 'chat.completion', model: 'marginalia' })
  expect(choice).toMatchObject({ finish_reason: 'stop', message: { role: 'assistant' } })
  const content = choice?.message.content ?? ''
  const citations = choice?.message.annotations?.map(({ url_citation }) => url_citation) ?? []
  expect(citations.length).toBeGreaterThan(0)
  for (const { start_index, end_index, url } of citations) {
    expect(content.slice(start_index, end_index)).toMatch(/^\[\d\]$/)
    expect(url).toContain('https://lamps.example/docs/')
  }
  const { prompt_tokens = 0, completion_tokens = 0, total_tokens } = completion.usage ?? {}
  expect(completion_tokens).toBeGreaterThan(0)
  expect(total_tokens).toBe(prompt_tokens + completion_tokens)
  expect(completion).toMatchObject({ marginalia: { answered: true, sources: expect.any(Array) } })
})

test("OpenAI's client gathers the stream into the same completion", async () => {
  const { client } = await aClient()
  const options = { stream_options: { include_usage: true } }
  const stream = client.chat.completions.stream({ model: 'gpt-4o', messages, ...options })
  const { choices, usage } = await stream.finalChatCompletion()
  const whole = await client.chat.completions.create({ model: 'gpt-4o', messages })
  expect(choices[0]?.message).toMatchObject({
    content: whole.choices[0]?.message.content,
    annotations: whole.choices[0]?.message.annotations,
  })
  expect(usage).toEqual(whole.usage)
})

test('without include_usage every chunk has a choice', async () => {
  const { client } = await aClient()
  const stream = await client.chat.completions.create({ model: 'x', messages, stream: true })
  for await (const chunk of stream) expect(chunk.choices).toHaveLength(1)
})

test("a question in OpenAI's protocol is logged in the session of its key", async () => {
  const { client, session_id } = await aClient()
  const asked = { model: 'x', messages, filter: { part_number: 2 } }
  const { id } = await client.chat.completions.create(asked)
  const rows = await until(
    () => local.sql`select question, session_id from query_logs
      where query_id = ${id.replace('chatcmpl-', '')}`,
    (found) => found.length === 1,
  )
  expect(rows[0]).toEqual({ question, session_id })
})

test.each([
  ['more answers than one', { n: 2 }, 'n'],
  ['tools', { tools: [{ type: 'function', function: { name: 'f' } }] }, 'tools'],
  ['a choice of tool', { tool_choice: 'required' }, 'tool_choice'],
  ['JSON', { response_format: { type: 'json_object' } }, 'response_format.type'],
  ['probabilities', { logprobs: true }, 'logprobs'],
  ['a stop sequence', { stop: ['\n'] }, 'stop'],
  ['sound', { modalities: ['text', 'audio'] }, 'modalities.1'],
  ['an unknown field', { colour: 'red' }, 'colour'],
  ['no question', { messages: [{ role: 'system', content: 'x' }] }, 'messages'],
  [
    'an image',
    { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] },
    'messages',
  ],
])("OpenAI's client is refused %s by name", async (_, wish, param) => {
  const { client } = await aClient()
  const body = { model: 'x', messages, ...wish } as ChatCompletionCreateParams
  const refused = await client.chat.completions.create(body).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(OpenAI.UnprocessableEntityError)
  expect(refused).toMatchObject({ type: 'invalid_request_error', code: 'invalid-request', param })
})

async function rejectionOf(client: OpenAI, session_id?: string) {
  const body = { model: 'x', messages, ...(session_id && { session_id }) }
  return await client.chat.completions.create(body).catch((error: unknown) => error)
}

test("OpenAI's client throws what each refusal is", async () => {
  const { client, session_id } = await aClient()
  expect(await rejectionOf((await aClient('wrong')).client)).toMatchObject({
    status: 401,
    type: 'authentication_error',
    code: 'unauthorized',
  })
  expect(await rejectionOf(client, (await local.openSession()).session_id)).toMatchObject({
    status: 403,
    type: 'permission_error',
  })
  const large = { model: 'x', messages, user: 'x'.repeat(1_050_000) }
  expect(await client.chat.completions.create(large).catch((e: unknown) => e)).toMatchObject({
    status: 413,
    code: 'body-too-large',
  })
  await local.sql`delete from sessions where id = ${session_id}`
  const unheard = {
    model: 'x',
    messages: [{ role: 'user' as const, content: 'Who is dismissed?' }],
  }
  expect(await client.chat.completions.create(unheard).catch((e: unknown) => e)).toMatchObject({
    status: 404,
    code: 'not-found',
  })
})

test("OpenAI's client over its limit is told when to come back", async () => {
  const { client } = await aClient()
  let refused: unknown
  for (let asked = 0; asked < 9; asked += 1) refused = await rejectionOf(client)
  expect(refused).toBeInstanceOf(OpenAI.RateLimitError)
  expect(refused).toMatchObject({ status: 429, type: 'rate_limit_error' })
  if (!(refused instanceof OpenAI.RateLimitError)) throw refused
  expect(Number(refused.headers?.get('retry-after'))).toBeGreaterThan(0)
})

test("OpenAI's client throws when the stream breaks off", async () => {
  const { client } = await aClient()
  local.cloud.faults.openrouter.set({ kind: 'cut', match: 'chat', afterBytes: 700 })
  const asked = { model: 'x', stream: true as const }
  const stream = await client.chat.completions.create({
    ...asked,
    messages: [{ role: 'user', content: 'When is the reservoir filled?' }],
  })
  const broken = await Array.fromAsync(stream).catch((error: unknown) => error)
  local.cloud.faults.openrouter.clear()
  expect(broken).toBeInstanceOf(OpenAI.APIError)
  expect(broken).toMatchObject({ type: 'server_error', code: 'unavailable' })
})

test.each(['/v1/chat?protocol=ai-sdk', '/v1/chat/completions'])(
  'a reader who leaves %s stops the model',
  async (path) => {
    await local.request('/v1/answer-cache', { method: 'DELETE', headers: adminHeaders })
    local.cloud.requests.openrouter.reset()
    local.cloud.faults.openrouter.set({ match: 'chat', firstTokenMs: patient(2000), times: 1 })
    const { token } = await local.openSession()
    const text = 'Why does the beam grow dim after sand?'
    const said = { role: 'user', content: text, parts: [{ type: 'text', text }] }
    const body = JSON.stringify({ messages: [said], ...(path.endsWith('ns') && { stream: true }) })
    const { port } = new URL(local.suite.url)
    const reader = connect(Number(port), '127.0.0.1')
    reader.write(
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n` +
        `authorization: Bearer ${token}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    )
    await until(
      async () => local.cloud.faults.openrouter.list().length,
      (waiting) => waiting === 0,
    )
    reader.resetAndDestroy()
    const entries = await until(
      async () => local.cloud.requests.openrouter.entries.filter((e) => e.path.includes('chat')),
      (found) => found.some(({ aborted }) => aborted),
    )
    expect(entries.some(({ aborted }) => aborted)).toBe(true)
  },
)

test('the OpenAPI document tells of both protocols', async () => {
  const document = JSON.stringify(await (await local.request('/openapi.json')).json())
  expect(document).toContain('"/v1/chat/completions"')
  expect(document).toContain('"ai-sdk"')
})
