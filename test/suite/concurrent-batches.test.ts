import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Suite, startSuite } from '../../dev/suite/suite.ts'

// The queue of webhooks gives one message a batch, twenty batches at once; that of pages 24 and four.
const script = `
const given = []
let open = 0
let goOn
const allOpen = new Promise((resolve) => { goOn = resolve })
export default {
  async fetch(request, env) {
    if (request.method === 'POST') {
      const bodies = await request.json()
      const queue = env[new URL(request.url).pathname.slice(1)]
      await queue.sendBatch(bodies.map((body) => ({ body })))
    }
    return Response.json(given)
  },
  async queue(batch) {
    const bodies = batch.messages.map(({ body }) => body)
    given.push({ queue: batch.queue, bodies, attempt: batch.messages[0].attempts })
    if (batch.queue === 'webhooks') {
      open += 1
      if (open === 20) goOn()
      await allOpen
    }
    if (bodies.includes('taken') && batch.messages[0].attempts === 1) {
      batch.messages[0].ack()
      throw new Error('The second of them fails.')
    }
    if (bodies.includes('again') && batch.messages[0].attempts === 1) batch.retryAll({ delaySeconds: 0 })
    else batch.ackAll()
  },
}`
let suite: Suite

beforeAll(async () => {
  suite = await startSuite({ settings: {}, script, assets: false })
})
afterAll(() => suite.close())

interface Given {
  queue: string
  bodies: string[]
  attempt: number
}

async function send(binding: string, bodies: string[]) {
  await fetch(`${suite.url}/${binding}`, { method: 'POST', body: JSON.stringify(bodies) })
}

async function given(queue: string): Promise<Given[]> {
  const all: Given[] = await (await fetch(suite.url)).json()
  return all.filter((one) => one.queue === queue)
}

test('a Worker consumes as many batches at once as wrangler.toml allows', async () => {
  const bodies = Array.from({ length: 20 }, (_, n) => `webhook ${n}`)
  await send('WEBHOOKS_QUEUE', bodies)
  await expect.poll(async () => (await given('webhooks')).length).toBe(20)
  expect((await given('webhooks')).map((one) => one.bodies)).toEqual(bodies.map((body) => [body]))
})

test('a batch that fails, or is given back, is given again without the others', async () => {
  const fill = (kind: string) => Array.from({ length: 24 }, () => kind)
  await send('INGESTION_QUEUE', [...fill('taken'), ...fill('well'), ...fill('again')])
  // A message that is given back by itself may come in a batch by itself.
  const told = async () => {
    const all = (await given('ingestion')).flatMap((one) =>
      one.bodies.map((body) => `${body}, attempt ${one.attempt}`),
    )
    return Object.fromEntries(
      Map.groupBy(all, (line) => line)
        .entries()
        .map(([line, { length }]) => [line, length]),
    )
  }
  await expect.poll(told, { timeout: 20_000 }).toEqual({
    'taken, attempt 1': 24,
    'well, attempt 1': 24,
    'again, attempt 1': 24,
    'again, attempt 2': 24,
    'taken, attempt 2': 23,
  })
})
