import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { askForFacts } from '../../eval/facts.ts'
import { garbled } from '../../eval/garbled.ts'

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

// The vectors are kept, so that only the first run embeds the handbook.
const dataDir = pathOf('node_modules/.cache/marginalia/facts')

test('the local stand-in answers 27 of 30 questions about the handbook, and garbles none', {
  timeout: 300_000,
}, async () => {
  const results = await askForFacts({
    docs: pathOf('handbook'),
    questions: pathOf('eval/handbook-facts.jsonl'),
    dataDir,
  })
  const wrong = results.filter(({ missing }) => missing.length > 0)
  expect(results.length).toBeGreaterThanOrEqual(30)
  expect(wrong.length, wrong.map(({ question }) => question).join('\n')).toBeLessThanOrEqual(3)
  expect(results.filter((result) => result.garbled !== undefined)).toEqual([])
  const always = ['What happens when Qdrant is away?', 'Which timeouts can I set?']
  expect(wrong.filter(({ question }) => always.includes(question))).toEqual([])
})

const source = {
  n: 1,
  text: 'It listens. Ask `/v1/x?y=1` for it. A mark such as `[2]` is none.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n- one\n- two',
}

test.each([
  'It listens. [1] Ask `/v1/x?y=1` for it. [1]',
  '| A | B |\n|---|---|\n| 1 | 2 [1] |',
  '- two [1]',
  'A mark such as `[2]` is none. [1]',
])('%j is whole', (answer) => {
  expect(garbled(answer, [source])).toBeUndefined()
})

test.each([
  'Ask `/v1/x? [1]',
  'y=1` for it. [1]',
  'Ask for it. [1]',
  '| 1 | 2 [1] |',
  '```sh\nnpm start',
  'It listens. [2]',
])('%j is garbled', (answer) => {
  expect(garbled(answer, [source])).toBeDefined()
})
