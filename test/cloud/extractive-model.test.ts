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

test('a table that is too long for one passage is one table again', () => {
  const parts = `${table}\n\n${table.replace(/`([ABC])`/g, '`$12`')}`
  expect(ask('Which settings are there?', ['Settings', parts])).toBe(
    '| Setting | Default |\n|---|---|\n| `A` | 1 [1] |\n| `B` | 2 [1] |\n| `C` | 3 [1] |\n| `A2` | 1 [1] |\n| `B2` | 2 [1] |\n| `C2` | 3 [1] |',
  )
})

test('a table is whole where the sentence before it says that it is what was asked for', () => {
  const text = `A lamp has these parts.\n\n${table}`
  expect(ask('What does a lamp have?', ['In short', text])).toContain('| `C` | 3 [1] |')
})

test('a short section is said whole, with the code between its sentences', () => {
  const text =
    'A lamp without oil goes out. Its message says so:\n\n```text\nno oil\n```\n\nFill it then.'
  expect(ask('What happens to a lamp without oil?', ['Without oil', text])).toBe(
    'A lamp without oil goes out. [1]\n\nIts message says so:\n\n```text\nno oil\n```\n\nFill it then. [1]',
  )
})

test.each([
  [
    'Where does the keeper keep the key?',
    'The key is valid for a day. The key lies in the drawer of the desk. The keeper keeps it dry.',
    'The key lies in the drawer of the desk.',
  ],
  [
    'How long does a lamp burn?',
    'Two lamps burn brighter than one. A lamp burns 9 hours with a full tank.',
    'A lamp burns 9 hours with a full tank.',
  ],
  [
    'How many lamps can a tower have?',
    'A tower is 40 metres high and has lamps. There can be 12 lamps in one tower.',
    'There can be 12 lamps in one tower.',
  ],
  [
    'What is the exit code of the test?',
    'The test tells its exit code at the end. The exit code of the test is 3 when oil is missing.',
    'The exit code of the test is 3 when oil is missing.',
  ],
  [
    'What is LAMP_OIL for?',
    'The lamp needs oil of a good kind. `LAMP_OIL` names the kind that is ordered.',
    '`LAMP_OIL` names the kind that is ordered.',
  ],
  [
    'Does the lamp need oil?',
    'A lamp is kept clean by its keeper. There is no oil in a lamp.',
    'There is no oil in a lamp.',
  ],
])('%s is answered by the sentence of its kind', (question, text, wanted) => {
  const answer = ask(question, ['Notes', text.padEnd(600, ' ')])
  expect(answer).toContain(wanted)
})

test('the item of a list that defines what is asked about goes before sentences that mention it', () => {
  const answer = ask(
    'What is a wick?',
    [
      'Care',
      'A wick burns down and every keeper trims a wick at night. Oil is kept dry.'.padEnd(600),
    ],
    ['Words', '- A **lamp** is a light.\n- A **wick** is a cord of cotton.'],
  )
  expect(answer).toContain('A **wick** is a cord of cotton. [2]')
})

test('a chapter that the question names goes before a section of like words', () => {
  const answer = extractiveAnswer([
    { role: 'system', content: 'Answer from the passages.' },
    {
      role: 'user',
      content: [
        '<passage n="1" chapter="Keys" section="The tower key">\nKeep the tower key dry. It opens the tower page of the log.\n</passage>',
        '<passage n="2" chapter="The tower page" section="Sign in">\nThe key stays in the drawer.\n</passage>',
        '<question>\nWhere does the tower page keep the key?\n</question>',
      ].join('\n'),
    },
  ])
  expect(answer).toContain('The key stays in the drawer. [2]')
})

test('"how do I" is answered with the command of the chapter, not by words that it can be done', () => {
  const answer = ask(
    'How do I light a lamp from my office?',
    ['', 'A lamp can be lit from an office or a ship.'],
    ['Lighting one', '```sh\nlamp light\n```'],
  )
  expect(answer).toContain('lamp light')
})

test.each([
  'Who wrote Hamlet?',
  'How do lamps run on Kubernetes?',
  'Does bread rise faster with yeast?',
  'How many lamps are there?',
])('%s has no answer', (question) => {
  expect(ask(question, ['Lamps', 'Lamps burn oil.'])).toBe('NO_ANSWER')
})
