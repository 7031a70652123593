import { expect, test } from 'vitest'
import { extractiveAnswer } from '../../dev/cloud/openrouter/extractive-model.ts'

const ask = (question: string, ...passages: [section: string, text: string][]) =>
  extractiveAnswer([
    { role: 'system', content: 'Answer from the passages.' },
    {
      role: 'user',
      content: [
        ...passages.map(
          ([section, text], index) =>
            `<passage n="${index + 1}" chapter="Guide" section="${section}">\n${text}\n</passage>`,
        ),
        `<question>\n${question}\n</question>`,
      ].join('\n'),
    },
  ])

test('a sentence is not cut in code, in an address or after an abbreviation', () => {
  const text =
    'Failed deliveries, e.g. those of a day, are at `/v1/x?status=failed&n=1`. See https://a.example/b?c=d. They stay.'
  expect(ask('Where are failed deliveries?', ['Failed deliveries', text])).toBe(
    'Failed deliveries, e.g. those of a day, are at `/v1/x?status=failed&n=1`. [1] See https://a.example/b?c=d. [1] They stay. [1]',
  )
})

test('a question that a passage quotes is not its answer', () => {
  const answer = ask(
    'How long do lamps burn?',
    ['Asking', 'Readers ask "How long do lamps burn?" and the like.'],
    ['Oil', 'A filled one burns for 9 hours.'],
    ['How long lamps burn', 'With a full tank it is 9 hours.'],
  )
  expect(answer).toBe('With a full tank it is 9 hours. [3]')
})

const table = '| Setting | Default |\n|---|---|\n| `A` | 1 |\n| `B` | 2 |\n| `C` | 3 |'

test('a table is kept whole where the question asks for all of it', () => {
  expect(ask('Which settings are there?', ['Settings', table])).toBe(
    '| Setting | Default |\n|---|---|\n| `A` | 1 [1] |\n| `B` | 2 [1] |\n| `C` | 3 [1] |',
  )
})

test('the row of a table that is asked for comes with the header', () => {
  expect(ask('What is the default of B?', ['Values', table])).toBe(
    '| Setting | Default |\n|---|---|\n| `B` | 2 [1] |',
  )
})

test('steps are kept whole and in order, with the command between them', () => {
  const steps = '1. Fill the tank.\n2. Trim the wick:\n\n   ```sh\n   trim\n   ```\n\n3. Light it.'
  expect(ask('How do I light a lamp?', ['Lighting a lamp', steps])).toBe(
    '1. Fill the tank. [1]\n2. Trim the wick: [1]\n\n   ```sh\n   trim\n   ```\n3. Light it. [1]',
  )
})

test('a command comes with the sentence that introduces it', () => {
  const text = 'Start a lamp so:\n\n```sh\nlamp start\n```\n\nUnrelated words follow.'
  expect(ask('How do I start a lamp?', ['Start', text])).toContain(
    'Start a lamp so:\n\n```sh\nlamp start\n```',
  )
})

test('half a listing is left out', () => {
  const text = 'A lamp starts by itself.\n\n```sh\nlamp start'
  expect(ask('How do I start a lamp?', ['Start a lamp', text])).toBe('A lamp starts by itself. [1]')
})

test('sentences come in reading order, each part of the question answered', () => {
  const answer = ask(
    'How is oil stored, and what is a wick?',
    ['Wicks', 'A wick is a cord of cotton.'],
    ['Oil', 'Oil is stored in tins.'],
  )
  expect(answer).toBe('A wick is a cord of cotton. [1] Oil is stored in tins. [2]')
})

test('a link to another page of the book becomes its words', () => {
  expect(ask('What is a wick?', ['Wick', 'A wick is a [cord](02-cord.md).'])).toBe(
    'A wick is a cord. [1]',
  )
})

test.each([
  'Who wrote Hamlet?',
  'How do lamps run on Kubernetes?',
  'Does bread rise faster with yeast?',
  'How many lamps are there?',
])('%s has no answer', (question) => {
  expect(ask(question, ['Lamps', 'Lamps burn oil.'])).toBe('NO_ANSWER')
})
