import OpenAI from 'openai'
import { afterAll, expect, test } from 'vitest'
import { chatStream } from '../../dev/cloud/openrouter/chat-stream.ts'
import { ChatRequest } from '../../dev/cloud/openrouter/openrouter-schemas.ts'
import { aCloud, setting } from './a-cloud.ts'

const cloud = await aCloud({ only: ['openrouter'] })
afterAll(() => cloud.close())

const baseURL = setting(cloud, 'OPENROUTER_BASE_URL')
const apiKey = setting(cloud, 'OPENROUTER_API_KEY')
const openai = new OpenAI({ baseURL, apiKey, maxRetries: 0 })
const chatModel = 'qwen/qwen3-30b-a3b'
const embeddingModel = 'qwen/qwen3-embedding-0.6b'

const prompt = `<passage n="1" chapter="Nodes" section="What a node is">
## What a node is

A node is one process of the robot's software, e.g. a camera driver. It belongs to a package.

| node | not a sentence of a node. |

\`\`\`
node = code that is not a sentence.
\`\`\`
</passage>
<passage n="2" chapter="Topics" section="Messages">
Nodes exchange messages over topics. A topic has a name and a type.
</passage>
<question>
What is a node, and how do nodes exchange messages?
</question>`

const ask = (content: string, system = 'Answer from the passages.') =>
  openai.chat.completions.create({
    model: chatModel,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content },
    ],
  })

const post = (path: string, body: unknown, key = apiKey) =>
  fetch(`${baseURL}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  })

test('an answer consists of sentences of the passages, each with its marker', async () => {
  const reply = await ask(prompt)
  expect(reply.choices[0]?.message.content).toBe(
    "A node is one process of the robot's software, e.g. a camera driver. [1] It belongs to a package. [1] Nodes exchange messages over topics. [2] A topic has a name and a type. [2]",
  )
})

test('a reply says that no language model wrote it', async () => {
  expect(await ask(prompt)).toMatchObject({
    model: 'marginalia/extractive-stand-in',
    provider: 'local extraction, no language model',
  })
})

test('a question that shares no word with the passages has no answer', async () => {
  const reply = await ask(prompt.replace(/What is .*\?/, 'Where is Paris?'))
  expect(reply.choices[0]?.message.content).toBe('NO_ANSWER')
})

test('a rewrite joins the previous question and this one', async () => {
  const history = '<history>\nreader: What is a node?\nanswer: A process.\n</history>'
  const reply = await ask(
    `${history}\n<question>\nHow do I start it?\n</question>`,
    'TASK: rewrite',
  )
  expect(reply.choices[0]?.message.content).toBe('What is a node? How do I start it?')
})

test('a summary is the first two sentences', async () => {
  const reply = await ask('One is first. Two is second. Three is third.', 'TASK: summarise')
  expect(reply.choices[0]?.message.content).toBe('One is first. Two is second.')
})

test('a stream brings the same answer in pieces, then its end and usage', async () => {
  const stream = await openai.chat.completions.create({
    model: chatModel,
    messages: [{ role: 'user', content: prompt }],
    stream: true,
    stream_options: { include_usage: true },
  })
  const chunks = await Array.fromAsync(stream)
  const pieces = chunks.map(({ choices }) => choices[0]?.delta.content ?? '')
  expect(pieces.join('')).toBe((await ask(prompt)).choices[0]?.message.content)
  expect(pieces.filter((piece) => piece.trim() === '[')).not.toEqual([])
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop')
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } })
})

test('a stream begins with a comment and ends with [DONE], as from OpenRouter', async () => {
  const body = { model: chatModel, messages: [{ role: 'user', content: prompt }], stream: true }
  const text = await (await post('/chat/completions', body)).text()
  expect(text).toMatch(/^: OPENROUTER PROCESSING\n\ndata: \{[\s\S]*\}\n\ndata: \[DONE\]\n\n$/)
})

test('the first events of a stream come alone, and as nobody waits more and more together', async () => {
  const request = ChatRequest.parse({ messages: [{ role: 'user', content: '?' }] })
  const reply = chatStream(Array(160).fill('word').join(' '), 7, request)
  const writes = await Array.fromAsync(reply.body ?? [], (bytes) => new TextDecoder().decode(bytes))
  const events = writes.map((written) => written.split('\n\n').length - 1)
  expect(events.slice(0, 6)).toEqual([1, 1, 2, 4, 8, 8])
  expect(Math.max(...events)).toBe(8)
  expect(writes.join('').match(/"content":"[^"]/g)).toHaveLength(80)
})

test('a reader who leaves stops the model', async () => {
  const long = `A node is a process${' of a robot'.repeat(20_000)}.`
  const content = `<passage n="1" chapter="" section="">\n${long}\n</passage>\n<question>\nnode?\n</question>`
  const stream = await openai.chat.completions.create({
    model: chatModel,
    messages: [{ role: 'user', content }],
    stream: true,
  })
  for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break
  await expect.poll(() => cloud.requests.openrouter.entries.at(-1)?.aborted).toBe(true)
})

test('an embedding has the dimensions asked for and unit length, as floats and as base64', async () => {
  const request = { model: embeddingModel, input: ['a robot senses', 'and acts'], dimensions: 1024 }
  const floats = await openai.embeddings.create({ ...request, encoding_format: 'float' })
  const [first] = floats.data
  expect(first?.embedding).toHaveLength(1024)
  expect(Math.hypot(...(first?.embedding ?? []))).toBeCloseTo(1, 5)
  // Without an encoding the client asks for base64 and decodes it.
  expect((await openai.embeddings.create(request)).data[0]?.embedding).toEqual(first?.embedding)
})

test('a question is embedded without the instruction before it', async () => {
  const input = ['Instruct: find passages\nQuery: what is a node', 'what is a node']
  const { data } = await openai.embeddings.create({
    model: embeddingModel,
    input,
    encoding_format: 'float',
  })
  expect(data[0]?.embedding).toEqual(data[1]?.embedding)
})

const reranking = {
  model: 'cohere/rerank-v3.5',
  query: 'What is a node?',
  documents: ['x', 'A node.'],
}

test('documents are ranked by the query, as many as were asked for', async () => {
  const reply = await (await post('/rerank', { ...reranking, top_n: 1 })).json()
  expect(reply).toMatchObject({
    model: 'cohere/rerank-v3.5',
    results: [{ index: 1, relevance_score: expect.any(Number), document: { text: 'A node.' } }],
    usage: { search_units: 1 },
  })
})

test.each([
  ['no documents', '/rerank', { ...reranking, documents: [] }, 400, /documents/],
  ['an empty query', '/rerank', { ...reranking, query: '' }, 400, /empty/],
  ['a top of none', '/rerank', { ...reranking, top_n: 0 }, 400, /top_n/],
  ['a model that ranks nothing', '/rerank', { ...reranking, model: chatModel }, 400, /not a valid/],
  [
    'an unknown parameter',
    '/chat/completions',
    { model: chatModel, messages: [{ role: 'user', content: 'x' }], magic: 1 },
    400,
    /magic/,
  ],
  [
    'an unknown model',
    '/chat/completions',
    { model: 'no/such', messages: [{ role: 'user', content: 'x' }] },
    400,
    /^no\/such is not a valid model ID$/,
  ],
  ['an empty input', '/embeddings', { model: embeddingModel, input: [''] }, 400, /empty/],
  ['no input', '/embeddings', { model: embeddingModel, input: [] }, 400, /input/],
  [
    'too many dimensions',
    '/embeddings',
    { model: embeddingModel, input: 'x', dimensions: 2048 },
    400,
    /dimensions/,
  ],
])("%s is refused in OpenRouter's form", async (_what, path, body, status, message) => {
  const reply = await post(path, body)
  expect(reply.status).toBe(status)
  expect(await reply.json()).toEqual({
    error: { code: status, message: expect.stringMatching(message) },
  })
})

test('a wrong key is unauthorized', async () => {
  const reply = await post('/embeddings', {}, 'wrong')
  expect(reply.status).toBe(401)
  expect(await reply.json()).toEqual({ error: { code: 401, message: 'No auth credentials found' } })
})
