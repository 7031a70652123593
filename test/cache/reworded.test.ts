import { expect, test } from 'vitest'
import { mayShareAnswer } from '../../lib/cache/near-answers.ts'

test.each([
  [
    'words of both differ',
    0.88,
    'How do I polish and dry the lens?',
    'How do I clean and wipe the lens?',
  ],
  [
    'one word stands for another',
    0.92,
    'How do I rotate the secret?',
    'How do I renew the secret?',
  ],
  ['one has a word more', 0.95, 'How is the lens cleaned?', 'How is the lens cleaned thoroughly?'],
  [
    'a word only colours it',
    0.88,
    'How do I clean the lens?',
    'What is the best way to clean the lens?',
  ],
])('where %s, questions share an answer from a cosine of %d on', (_what, least, one, other) => {
  for (const [a, b] of [
    [one, other],
    [other, one],
  ] as const) {
    expect(mayShareAnswer(a, b, least)).toBe(true)
  }
})

test.each([
  [
    'one word stands for another',
    0.91,
    'How do I rotate the secret?',
    'How do I renew the secret?',
  ],
  ['one has a word more', 0.94, 'How is the lens cleaned?', 'How is the lens cleaned thoroughly?'],
  [
    'one has two words more',
    1,
    'How is the lens cleaned?',
    'How is the lens of an old tower cleaned?',
  ],
  [
    'a word is the contrary',
    1,
    'What happens when a delivery succeeds?',
    'What happens when a delivery fails?',
  ],
  [
    'a switch is the contrary',
    1,
    'How do I turn on the journal?',
    'How do I turn off the journal?',
  ],
  ['a name differs', 1, 'How does Redis store the state?', 'How does Postgres store the state?'],
  [
    'a number differs',
    1,
    'How long do 2 lamps burn at night?',
    'How long do 3 lamps burn at night?',
  ],
  ['a negation differs', 1, 'Who may read the log?', 'Who may not read the log?'],
  ['code differs', 1, 'Where is `a.ts` stored by default?', 'Where is `b.ts` stored by default?'],
  ['the direction differs', 1, 'What is sent to the model?', 'What is sent by the model?'],
  [
    'the roles differ',
    1,
    'How do I list the users of a session?',
    'How do I list the sessions of a user?',
  ],
  ['nothing is the same', 1, 'Who trims the wick?', 'Who cleans the lens?'],
  [
    'the language is not English',
    1,
    'Wie lange bleiben Antworten liegen?',
    'Wie lange bleiben Fragen liegen?',
  ],
])('where %s, a cosine of %d is not enough', (_what, cosine, one, other) => {
  expect(mayShareAnswer(one, other, cosine)).toBe(false)
  expect(mayShareAnswer(other, one, cosine)).toBe(false)
})

test('what stresses a question asks for nothing else', () => {
  const [one, other] = ['What is the default of `x.y`?', 'What exactly is the default of `x.y`?']
  expect(mayShareAnswer(one, other)).toBe(true)
})
