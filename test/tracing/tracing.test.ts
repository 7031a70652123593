import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type Collected,
  type CollectedSpan,
  createCollectorApp,
} from '../../dev/cloud/collector/collector.ts'
import { startService } from '../../dev/cloud/stand-in/service.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { type Suite, startSuite } from '../../dev/suite/suite.ts'
import { type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'

const key = 'cGstbGY6c2stbGY='

let local: LocalSuite
let telling: Suite
let collector: Awaited<ReturnType<typeof startService>>
const collected: Collected = { spans: [], metrics: [], refused: [] }

beforeAll(async () => {
  collector = await startService({
    app: createCollectorApp(key, collected),
    refusal: (status) => new Response(null, { status }),
  })
  const settings = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Basic%20${encodeURIComponent(key)}`,
  }
  local = await startLocalSuite({ settings })
  telling = await startSuite({
    name: 'chat',
    settings: {
      ...local.cloud.settings,
      ...developmentSecrets,
      ...settings,
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true',
    },
  })
})
afterEach(() => {
  expect(collected.refused.splice(0)).toEqual([])
  collected.spans.length = 0
  collected.metrics.length = 0
})
afterAll(async () => {
  await telling.close()
  await local.close()
  await collector.close()
})

const attributesOf = (span: { attributes?: CollectedSpan['attributes'] }) =>
  Object.fromEntries(
    (span.attributes ?? []).map(({ key: name, value }) => [name, Object.values(value)[0]]),
  )

/** Asks in a session of its own. */
async function ask(url: string, question: string, headers: Record<string, string> = {}) {
  const { session_id, token } = await local.openSession()
  const response = await fetch(`${url}/v1/chat`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...headers,
    },
    body: JSON.stringify({ session_id, question }),
  })
  const answer = (await response.json()) as { query_id: string; answer: string }
  return { ...answer, session_id }
}

/** An answer's root span and those under it by name, once they have come. */
const spansOf = async (queryId: string) => {
  const isRoot = (span: CollectedSpan) => attributesOf(span)['marginalia.query_id'] === queryId
  const spans = await until(
    async () => collected.spans,
    (all) => all.some(isRoot),
  )
  const root = spans.find(isRoot)
  if (!root) throw new Error('No root')
  const children = spans.filter(({ parentSpanId }) => parentSpanId === root.spanId)
  return { root, children: new Map(children.map((span) => [span.name, span])) }
}

test('an answer is a trace: a span for each wait, by the conventions, and nothing that was said', async () => {
  const { query_id, session_id } = await ask(local.suite.url, 'What is the glass cleaned with?')
  const { root, children } = await spansOf(query_id)
  expect(root.traceId).toBe(query_id.replaceAll('-', ''))
  expect(root.parentSpanId).toBeUndefined()
  expect(attributesOf(root)).toMatchObject({
    'gen_ai.operation.name': 'invoke_workflow',
    'gen_ai.conversation.id': session_id,
    'marginalia.answered': true,
    'marginalia.cached': 'false',
  })
  const model = local.cloud.settings.OPENROUTER_CHAT_MODEL ?? 'qwen/qwen3-30b-a3b'
  const chat = children.get(`chat ${model}`)
  expect([...children.keys()].toSorted()).toEqual(
    expect.arrayContaining([
      `chat ${model}`,
      'embeddings qwen/qwen3-embedding-0.6b',
      'retrieval documents',
      'retrieval textbook-passages',
    ]),
  )
  expect(attributesOf(chat ?? {})).toMatchObject({
    'gen_ai.provider.name': 'openrouter',
    'gen_ai.request.stream': true,
    'gen_ai.usage.input_tokens': expect.stringMatching(/^\d+$/),
  })
  for (const span of children.values()) {
    expect(span.traceId).toBe(root.traceId)
    expect(BigInt(span.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(root.startTimeUnixNano))
    expect(BigInt(span.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(root.endTimeUnixNano))
  }
  const everything = JSON.stringify(collected)
  for (const word of ['glass', 'cleaned', 'vinegar']) expect(everything).not.toContain(word)
})

test('what was measured comes as histograms, each with what it took', async () => {
  const { query_id } = await ask(local.suite.url, 'What did early lamps burn?')
  await spansOf(query_id)
  const metrics = await until(
    async () => new Map(collected.metrics.map((metric) => [metric.name, metric])),
    (all) => all.size >= 4,
  )
  expect([...metrics.keys()].toSorted()).toEqual([
    'gen_ai.client.operation.duration',
    'gen_ai.client.operation.time_to_first_chunk',
    'gen_ai.client.token.usage',
    'gen_ai.workflow.duration',
  ])
  const tokens = metrics.get('gen_ai.client.token.usage')?.histogram.dataPoints ?? []
  expect(tokens.map((point) => attributesOf(point)['gen_ai.token.type'])).toEqual([
    'input',
    'output',
  ])
  const operations = metrics.get('gen_ai.client.operation.duration')?.histogram.dataPoints ?? []
  expect(new Set(operations.map((point) => attributesOf(point)['gen_ai.operation.name']))).toEqual(
    new Set(['chat', 'embeddings', 'retrieval']),
  )
})

test('an answer is part of its caller’s trace, and of none that is not recorded', async () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  const parent = '00f067aa0ba902b7'
  const unrecorded = await ask(local.suite.url, 'Who wakes the next keeper?', {
    traceparent: `00-${traceId}-${parent}-00`,
  })
  const { query_id } = await ask(local.suite.url, 'Who is dismissed?', {
    traceparent: `00-${traceId}-${parent}-01`,
  })
  const { root } = await spansOf(query_id)
  expect(root).toMatchObject({ traceId, parentSpanId: parent })
  const wrong = await ask(local.suite.url, 'What is trimmed?', { traceparent: '00-zz-zz-01' })
  expect((await spansOf(wrong.query_id)).root.parentSpanId).toBeUndefined()
  const ids = collected.spans.map((span) => attributesOf(span)['marginalia.query_id'])
  expect(ids).not.toContain(unrecorded.query_id)
})

test('a service that is away is a failed span of an answer that degrades', async () => {
  local.cloud.faults.openrouter.set({ kind: 'status', status: 500, match: 'embeddings' })
  const { query_id } = await ask(local.suite.url, 'How often does the keeper ring the bell in fog?')
  local.cloud.faults.openrouter.clear()
  const { children } = await spansOf(query_id)
  const span = children.get('embeddings qwen/qwen3-embedding-0.6b')
  expect(span?.status).toEqual({ code: 2 })
  expect(attributesOf(span ?? {})).toMatchObject({ 'error.type': '_OTHER' })
})

test('with the owner’s word, question, answer and what was found go along; metrics only where wanted', async () => {
  const { query_id, answer } = await ask(telling.url, 'How long is the wick trimmed to?')
  const { root, children } = await spansOf(query_id)
  const said = attributesOf(root)
  expect(JSON.parse(String(said['gen_ai.input.messages']))).toEqual([
    {
      role: 'user',
      parts: [{ type: 'text', content: 'How long is the wick trimmed to?' }],
    },
  ])
  expect(String(said['gen_ai.output.messages'])).toContain(JSON.stringify(answer).slice(1, 40))
  const found = attributesOf(children.get('retrieval textbook-passages') ?? {})
  expect(found['gen_ai.retrieval.query.text']).toBe('How long is the wick trimmed to?')
  expect(JSON.parse(String(found['gen_ai.retrieval.documents']))[0]).toHaveProperty('id')
  expect(collected.metrics).toEqual([])
})

test('an agent’s call of a tool is a span of its trace', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  const response = await local.request('/mcp', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'search', arguments: { query: 'fog bell' } },
    }),
  })
  expect(response.status).toBe(200)
  const [span] = await until(
    async () => collected.spans.filter(({ name }) => name === 'execute_tool search'),
    (found) => found.length === 1,
  )
  expect(span).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331' })
  await until(
    async () => collected.metrics,
    (all) => all.some(({ name }) => name === 'gen_ai.execute_tool.duration'),
  )
})

test('a collector that fails costs the reader nothing, and its owner learns of it', async () => {
  collector.faults.set({ kind: 'status', status: 500 })
  const { query_id, answer } = await ask(local.suite.url, 'How tall is a first-order Fresnel lens?')
  expect(answer).not.toBe('')
  const troubles = await until(
    () => local.sql`select service, cause from upstream_troubles where service = 'collector'`,
    (rows) => rows.length > 0,
  )
  collector.faults.clear()
  expect(troubles[0]).toMatchObject({ service: 'collector', cause: 'failing' })
  const [logged] = await local.sql`select degraded from query_logs where query_id = ${query_id}`
  expect(logged?.degraded).toEqual([])
})
