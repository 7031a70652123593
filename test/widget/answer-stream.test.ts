import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerStream } from '../../widget/src/answer-stream.ts'
import { Trouble } from '../../widget/src/trouble.ts'
import { hear, newTurn } from '../../widget/src/turn.ts'

const queryId = '26abe67d-7eb6-4b55-b2cd-b40f533b6c64'
const words = ['Each ring ', 'is a prism — ', '每个', ' 🪔 [1]', '.\n\nDone']
const told = [
  { event: 'sources', data: { query_id: queryId, retrieval_mode: 'full_book', sources: [] } },
  ...words.map((text) => ({ event: 'delta', data: { text } })),
  { event: 'citations', data: { citations: [] } },
  { event: 'done', data: { query_id: queryId, answered: true, degraded: [] } },
]

type Told = { event: string; data: unknown }[]

/** The bytes of a stream's events after `lastId`. */
const encode = (events: Told, lastId = 0) =>
  new TextEncoder().encode(
    events
      .map(
        ({ event, data }, index) =>
          `id: ${lastId + index + 1}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
      )
      .join(''),
  )

/** A reply that breaks off after so many bytes, with an error or as if it had ended. */
function cut(bytes: Uint8Array, at = bytes.length, isError = false) {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes.slice(0, at))
      if (isError) controller.error(new TypeError('network error'))
      else controller.close()
    },
  })
  return new Response(body)
}

/** Listens to an answer over replies that `reply` makes; gives what a reader has then. */
async function listen(reply: (lastId: number | undefined) => Response | Promise<Response>) {
  const turn = newTurn({ question: 'What is a ring?' })
  const heard: string[] = []
  let pauses = 0
  const events = answerStream({
    ask: async () => await reply(undefined),
    resume: async (_, lastId) => await reply(lastId),
    pause: async () => {
      pauses += 1
    },
    signal: new AbortController().signal,
  })
  for await (const event of events) {
    heard.push(event.event)
    if (event.event !== 'error') hear(turn, event)
  }
  return { turn, heard, pauses }
}

test('an answer that is cut at any byte, any number of times, arrives whole and once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat({ max: 900 }), fc.boolean()), { maxLength: 3 }),
      async (cuts) => {
        const left = [...cuts]
        const { turn, heard } = await listen((lastId = 0) => {
          const [at, isError] = left.shift() ?? []
          return cut(encode(told.slice(lastId), lastId), at, isError)
        }).catch((error: unknown) => {
          // Cut twice before its first event, it is given up: nothing has been shown.
          if (error instanceof Trouble && error.kind === 'unreachable')
            return { turn: undefined, heard: [] }
          throw error
        })
        if (!turn) return
        expect(turn.answer).toBe(words.join(''))
        expect(heard).toEqual(told.map(({ event }) => event))
      },
    ),
    { numRuns: 300 },
  )
})

test('an answer that is told anew from the log replaces what was heard', async () => {
  const { turn } = await listen((lastId) => {
    if (lastId === undefined) return cut(encode(told), encode(told.slice(0, 3)).length)
    const whole = [told[0], { event: 'delta', data: { text: words.join('') } }, ...told.slice(-2)]
    return cut(
      encode(
        whole.filter((event) => event !== undefined),
        lastId,
      ),
    )
  })
  expect(turn).toMatchObject({ answer: words.join(''), status: 'complete' })
})

test('an answer that is still being written is waited for', async () => {
  let asked = 0
  const { turn, pauses } = await listen((lastId) => {
    asked += 1
    if (lastId === undefined) return cut(encode(told.slice(0, 2)))
    if (asked < 5) throw new Trouble('expired', { status: 404 })
    return cut(encode(told.slice(lastId), lastId))
  })
  expect(turn.answer).toBe(words.join(''))
  expect(pauses).toBe(4)
})

test.each([
  ['before its first event, asked once more', 0, 'unreachable', 2],
  ['after it, resumed seven times', 2, 'broken', 8],
] as const)('a stream that always breaks %s, is given up', async (_, events, kind, calls) => {
  let replies = 0
  const listening = listen((lastId) => {
    replies += 1
    return cut(lastId === undefined ? encode(told.slice(0, events)) : new Uint8Array())
  })
  await expect(listening).rejects.toMatchObject({ kind })
  expect(replies).toBe(calls)
})

test('a problem is no reason to ask again', async () => {
  let asked = 0
  const listening = listen(() => {
    asked += 1
    throw new Trouble('limited', { status: 429, retryAfter: 7 })
  })
  await expect(listening).rejects.toMatchObject({ kind: 'limited', retryAfter: 7 })
  expect(asked).toBe(1)
})

test('an error ends the stream as its last event', async () => {
  const { heard } = await listen(() =>
    cut(encode([...told.slice(0, 2), { event: 'error', data: { type: 'unavailable' } }])),
  )
  expect(heard).toEqual(['sources', 'delta', 'error'])
})

test.each(['stop', 'length', 'filtered', 'broken'] as const)(
  'a turn knows that its reply ended by %s',
  (finish) => {
    const turn = newTurn({ question: 'What is a lens?' })
    hear(turn, { event: 'done', data: { answered: true, finish, degraded: false, handOff: false } })
    expect(turn.cutAs).toBe(finish === 'stop' ? undefined : finish)
  },
)

test('verdicts that come after done are heard, and a stream that ends there is not resumed', async () => {
  const changed = { n: 1, quote: 'Each ring is a prism.', status: 'verified' }
  const later = [...told, { event: 'citations', data: { citations: [changed] } }]
  const { turn, heard } = await listen(() => cut(encode(later)))
  expect(heard.slice(-2)).toEqual(['done', 'citations'])
  expect(turn).toMatchObject({ status: 'complete', citations: [changed] })
  const broken = await listen((lastId) => {
    if (lastId !== undefined) throw new Error('resumed')
    return cut(encode(told))
  })
  expect(broken.turn.status).toBe('complete')
})
