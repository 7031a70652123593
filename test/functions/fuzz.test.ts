import { afterAll, beforeAll, expect, test } from 'vitest'
import { createChoose } from '../fuzz/choose.ts'
import { type FuzzedRequest, fuzzedRequest } from '../fuzz/fuzzed-request.ts'
import { hostileBodies } from '../fuzz/hostile-values.ts'
import { createKnownThings } from '../fuzz/known-things.ts'
import { createReplyCheck } from '../fuzz/reply-fault.ts'
import { type FuzzedOperation, readDocument } from '../fuzz/served-document.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { patient } from '../support/machine-pace.ts'

const requests = Number(process.env.FUZZ_REQUESTS ?? 600)
const seed = Number(process.env.FUZZ_SEED ?? 1)
const atOnce = 50
/** No reply of the local suite takes as long; one that does not come at all is a hang. */
const hangMs = patient(60_000)
const mostFaults = 10
/** The share of replies that may say that a service of this busy machine was away. */
const mostAway = 0.01

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    settings: {
      RATE_LIMIT_SESSION_PER_MINUTE: '100000',
      RATE_LIMIT_IP_PER_MINUTE: '1000000',
      RATE_LIMIT_IP_PER_DAY: '1000000',
      RATE_LIMIT_NEW_SESSIONS_PER_HOUR: '1000000',
      WEBHOOK_ALLOW_PRIVATE: 'true',
    },
  })
})
afterAll(() => local.close())

test('whatever is sent to any operation of the OpenAPI document gets a reply that the document describes', {
  timeout: patient(30_000 + requests * 200),
}, async () => {
  const document = await readDocument(local)
  const known = createKnownThings(createChoose(seed))
  for (let opened = 0; opened < 10; opened += 1) known.learn('', await local.openSession())
  const faultOf = createReplyCheck(document)
  const faults: string[] = []
  const statuses: Record<number, number> = {}

  async function sendOne(number: number) {
    const operation = document.operations[number % document.operations.length]
    if (!operation) throw new Error('The document has no operation')
    await judge(operation, fuzzedRequest(operation, document, known, seed * 1_000_003 + number))
  }

  async function judge(operation: FuzzedOperation, sent: FuzzedRequest) {
    const reply = await replyTo(sent, operation, known.learn)
    statuses[reply.status] = (statuses[reply.status] ?? 0) + 1
    const fault = reply.hang ?? faultOf(operation, reply)
    if (fault) faults.push(`${shown(sent)}\n  ${fault}`)
  }

  const numbers = Array.from({ length: requests }, (_, number) => number).values()
  const sendNext = async () => {
    for (const number of numbers) {
      if (faults.length < mostFaults) await sendOne(number)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, sendNext))
  // Which body meets which operation is chance; each of the hostile ones is sent at least here.
  const open = document.operations.find(({ path, body }) => path === '/v1/sessions' && body)
  for (const body of hostileBodies) {
    if (open) await judge(open, { path: open.path, method: open.method, headers: {}, body })
  }

  expect(faults).toEqual([])
  expect(
    local.suite.logs.filter(({ message }) => message.includes('"problem":"internal"')),
  ).toEqual([])
  expect(statuses[503] ?? 0, 'replies with 503').toBeLessThanOrEqual(requests * mostAway)
  if (process.env.FUZZ_REQUESTS) process.stdout.write(`Replies: ${JSON.stringify(statuses)}\n`)
  // All kinds of replies were met: what is only ever refused at the door shows nothing.
  for (const status of [200, 201, 204, 400, 401, 404, 413, 422]) {
    expect(statuses[status] ?? 0, `replies with ${status}`).toBeGreaterThan(0)
  }
})

async function replyTo(
  { path, ...init }: FuzzedRequest,
  operation: FuzzedOperation,
  learn: (path: string, json: unknown) => void,
) {
  const headers = { 'content-type': 'application/json', ...init.headers }
  try {
    const response = await local.request(path, {
      ...init,
      headers,
      signal: AbortSignal.timeout(hangMs),
    })
    const text = await response.text()
    const type = response.headers.get('content-type') ?? ''
    if (response.ok && /\bjson\b/.test(type)) learn(operation.path, JSON.parse(text))
    return { status: response.status, type, text }
  } catch (error) {
    return { status: 0, type: '', text: '', hang: `no reply: ${String(error)}` }
  }
}

const shown = ({ method, path, headers, body }: FuzzedRequest) =>
  `${method} ${path.slice(0, 200)} ${JSON.stringify(headers).slice(0, 300)} ${
    typeof body === 'string' ? body.slice(0, 500) : ''
  }`
