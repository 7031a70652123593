import { expect, test } from 'vitest'
import type { CompletionPart } from '../../lib/clients/completion-stream.ts'
import type { Message } from '../../lib/clients/openrouter.ts'
import { standalone } from '../../lib/retrieval/standalone.ts'

const turns = [{ question: 'Which lamps are there?', answer: 'A first-order lamp. [1]' }]
const never = new AbortController().signal

function says(...parts: string[]) {
  return async function* (): AsyncGenerator<CompletionPart> {
    for (const text of parts) yield { text }
  }
}
const rewritten = (
  complete: (messages: Message[], signal: AbortSignal) => AsyncIterable<CompletionPart>,
  rewriteTimeoutMs = 1000,
) => standalone('k1', 'How old are they?', turns, { complete, rewriteTimeoutMs }, never)

test('the model rewrites a follow-up so that it stands alone', async () => {
  const { question } = await rewritten(says('How old are ', 'the lamps?\n'))
  expect(question).toBe('How old are the lamps?')
})

test('what the reader said is searched with the rewriting, which may have lost it', async () => {
  const { searchFor } = await rewritten(says('What age has glass?'))
  expect(searchFor).toBe('What age has glass?\nWhich lamps are there?\nHow old are they?')
})

test('the model is given the conversation as material', async () => {
  let given: Message[] = []
  await rewritten((messages) => {
    given = messages
    return says('x')()
  })
  expect(given[0]?.content).toMatch(/^TASK: rewrite/)
  expect(given[1]?.content).toContain('<history-k1>\nReader: Which lamps are there?')
})

const joined = 'Which lamps are there?\nHow old are they?'
const joinedInstead = { question: joined, searchFor: joined }

test.each([
  ['says nothing', says('')],
  ['says more than one line', says('Well.\nHow old?')],
  ['goes on and on', says('a'.repeat(600))],
  [
    'fails',
    () => {
      throw new Error('away')
    },
  ],
])('when the model %s the question is joined with the one before', async (_, complete) => {
  expect(
    await rewritten(async function* () {
      yield* complete()
    }),
  ).toEqual(joinedInstead)
})

test('a model that is late is not waited for', async () => {
  const late = async function* (_: Message[], signal: AbortSignal): AsyncGenerator<CompletionPart> {
    await new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)))
    yield { text: 'too late' }
  }
  expect(await rewritten(late, 20)).toEqual(joinedInstead)
})
