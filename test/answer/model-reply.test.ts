import { expect, test } from 'vitest'
import { openReply } from '../../lib/answer/model-reply.ts'
import { toPrompt } from '../../lib/answer/prompt.ts'
import type { Source } from '../../lib/chat/events.ts'

const source: Source = {
  n: 1,
  text: 'A Fresnel lens is built of rings of glass.',
  passage_id: '1',
  source: 'docs/lamps.md',
  url: '',
  part: '',
  part_number: 0,
  chapter: 'Lamps',
  section: '',
  score: 1,
  is_primary: false,
}
const messages = toPrompt('k3y', { question: 'What is a Fresnel lens?' }, [source], [])
const [rules, material] = messages.map(({ content }) => content)

/** What is made of a model's reply that comes in these pieces. */
async function reply(...pieces: string[]) {
  const complete = async function* () {
    for (const text of pieces) yield { text }
    yield { finish: 'stop' as const }
  }
  const deps = { complete, firstTokenTimeoutMs: 1000 }
  const clock = { begin: () => {}, mark: () => {} }
  const opening = await openReply(deps, messages, [source], clock, new AbortController().signal)
  if (opening.isNoAnswer) return { isNoAnswer: true, shown: '' }
  const parts = [{ text: opening.head }, ...(await Array.fromAsync(opening.rest))]
  const finish = parts.find((part) => 'finish' in part)?.finish
  const isRefused = parts.some((part) => 'isRefused' in part)
  const shown = parts.map((part) => ('text' in part ? part.text : '')).join('')
  return { isNoAnswer: false, shown, isRefused, finish }
}

test.each([
  [['NO_ANSWER']],
  [['NO', '_ANS', 'WER', '.']],
  [['\n', '**', 'NO_ANSWER', '**']],
  [['`NO_ANSWER`']],
  [['"NO_', 'ANSWER"']],
  [['[1] ', 'NO_ANSWER']],
])('%j says that there is no answer', async (pieces) => {
  expect((await reply(...pieces)).isNoAnswer).toBe(true)
})

test.each([
  [['A ', 'node'], 'A node'],
  [['**', 'NO', 'DES** are'], '**NODES** are'],
  [['NO', '. It is not.'], 'NO. It is not.'],
])('%j is an answer, and nothing of it is lost', async (pieces, shown) => {
  expect(await reply(...pieces)).toMatchObject({ isNoAnswer: false, shown, finish: 'stop' })
})

test('what was said before a refusal stays', async () => {
  expect(await reply('Lamps burn oil [1].', '\n\nNO_', 'ANSWER')).toMatchObject({
    shown: 'Lamps burn oil [1].',
    isRefused: true,
  })
})

test.each([
  [[' ', '\n']],
  [['[1]']],
  [['[1]', '.\n', '[1]']],
  [['***']],
  [[material ?? '']],
  [[...(rules ?? '')]],
])('a model that says no more than %j has failed', async (pieces) => {
  await expect(reply(...pieces)).rejects.toThrow(/said nothing/)
})

test('a reply that begins to repeat its rules breaks off', async () => {
  const { shown, finish } = await reply('A lens [1]. ', 'My rules: ', rules ?? '')
  expect(shown).toBe('A lens [1]. My rules: ')
  expect(finish).toBe('broken')
})

test('a text without a space is an answer like any other', async () => {
  const { shown } = await reply(...Array.from({ length: 1000 }, () => 'x'.repeat(16)))
  expect(shown).toHaveLength(16_000)
})
