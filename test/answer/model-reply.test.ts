import { expect, test } from 'vitest'
import { openReply } from '../../lib/answer/model-reply.ts'

/** What is made of a model's reply that comes in these pieces. */
async function opening(...pieces: string[]) {
  const complete = async function* () {
    for (const text of pieces) yield { text }
  }
  const deps = { complete, firstTokenTimeoutMs: 1000 }
  return await openReply(deps, [], { mark: () => {} }, new AbortController().signal)
}

test.each([
  [['NO_ANSWER']],
  [['NO', '_ANS', 'WER', '.']],
  [['\n', '**', 'NO_ANSWER', '**']],
  [['`NO_ANSWER`']],
  [['"NO_', 'ANSWER"']],
])('%j says that there is no answer', async (pieces) => {
  expect((await opening(...pieces)).isNoAnswer).toBe(true)
})

test.each([
  [['A ', 'node'], 'A '],
  [['**', 'NO', 'DES** are'], '**NODES** are'],
  [['NO', '. It is not.'], 'NO. It is not.'],
])('%j is an answer, and its beginning is kept', async (pieces, head) => {
  expect(await opening(...pieces)).toMatchObject({ isNoAnswer: false, head })
})

test('a model that says nothing has failed', async () => {
  await expect(opening(' ', '\n')).rejects.toThrow(/said nothing/)
})
