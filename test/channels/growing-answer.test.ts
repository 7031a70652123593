import { expect, test } from 'vitest'
import { growing } from '../../lib/channels/growing-answer.ts'
import type { ChatEvent } from '../../lib/chat/events.ts'

const queryId = '8d7f2f3e-0b8e-4f0c-8a41-0a6d8f6d2b55'

/** An answer of these pieces; what has been shown is awaited between them. */
async function* anAnswer(...pieces: string[]): AsyncGenerator<ChatEvent> {
  yield {
    event: 'sources',
    data: { query_id: queryId, retrieval_mode: 'full_book', sources: [] },
  }
  for (const text of pieces) {
    yield { event: 'delta', data: { text } }
    await new Promise((resolve) => setImmediate(resolve))
  }
  yield {
    event: 'done',
    data: {
      query_id: queryId,
      answered: true,
      finish: 'stop',
      cached: false,
      degraded: [],
      latency_ms: 1,
      timings: {},
    },
  }
}

/** A clock that each reading moves on by a second. */
function aClock() {
  let ms = 0
  return () => {
    ms += 1000
    return ms
  }
}

test('what is shown grows with the answer, and the whole is given at its end', async () => {
  const shown: string[] = []
  const grow = async (text: string) => shown.push(text)
  const options = { everyMs: 1000, now: aClock() }
  const answer = await growing(anAnswer('A ', 'lamp ', 'burns.'), { grow }, options)
  expect(shown.length).toBeGreaterThan(1)
  expect(shown.every((text) => 'A lamp burns.'.startsWith(text))).toBe(true)
  expect(answer.answer).toBe('A lamp burns.')
})

test('an edit waits for the one before, and one that fails is no harm', async () => {
  let atOnce = 0
  let most = 0
  const grow = async () => {
    atOnce += 1
    most = Math.max(most, atOnce)
    await new Promise((resolve) => setImmediate(resolve))
    atOnce -= 1
    throw new Error('Slack: ratelimited')
  }
  const answer = await growing(anAnswer(...'abcdefgh'), { grow }, { everyMs: 0, now: aClock() })
  expect(most).toBe(1)
  expect(atOnce).toBe(0)
  expect(answer.answer).toBe('abcdefgh')
})

test('nothing is shown more often than the channel lets it', async () => {
  const shown: string[] = []
  const options = { everyMs: 60_000, now: aClock() }
  await growing(anAnswer('a', 'b', 'c'), { grow: async (text) => shown.push(text) }, options)
  expect(shown).toEqual([])
})
