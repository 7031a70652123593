import { expect, test } from 'vitest'
import { queryHash, readCached } from '../../lib/cache/answer-cache.ts'
import { everybody } from '../../lib/chat/filter.ts'
import type { Question } from '../../lib/chat/question.ts'

const asked = (given: Partial<Question>): Question => ({
  session_id: '3f0c2d9e-8a3f-4a7e-9d59-6a7f1a7f3c11',
  question: 'What is a lamp?',
  filter: everybody,
  query_id: '3f0c2d9e-8a3f-4a7e-9d59-6a7f1a7f3c12',
  address: '127.0.0.1',
  askedAt: 0,
  ...given,
})
const sameHash = async (a: Partial<Question>, b: Partial<Question>) =>
  (await queryHash(asked(a))) === (await queryHash(asked(b)))

test.each([
  ['What is a lamp?', '  what  is a lamp ?'],
  ['What is a lamp', 'what is a lamp.'],
  ['如何安装？', '如何安装'],
])('%j and %j are one question', async (question, other) => {
  expect(await sameHash({ question }, { question: other })).toBe(true)
})

test.each([
  ['What does -V do?', 'What does -v do?'],
  ['What is foo()?', 'What is Foo()?'],
  ['What is .env for?', 'What is .ENV for?'],
  ['How large is 10⁵?', 'How large is 105?'],
  ['Is the US in it?', 'Is the us in it?'],
  ['WHO wrote this?', 'Who wrote this?'],
  ['What is println!', 'What is println'],
  ['What is `a  b`?', 'What is `a b`?'],
])('%j and %j are two questions', async (question, other) => {
  expect(await sameHash({ question }, { question: other })).toBe(false)
})

test.each<[string, Partial<Question>]>([
  ['other words', { question: 'What is a lens?' }],
  ['a selection', { selected_text: 'A lamp.' }],
  ['a group', { filter: { groups: ['staff'] } }],
  ['a version', { filter: { ...everybody, version: '1' } }],
  ['a site', { filter: { ...everybody, site: 'help' } }],
  ['a filter', { filter: { ...everybody, part_number: 1 } }],
])('%s make another question', async (_, other) => {
  expect(await sameHash({}, other)).toBe(false)
})

test('who asks, and when, does not make another question', async () => {
  expect(await sameHash({}, { address: '127.0.0.2', askedAt: 9, query_id: 'other' })).toBe(true)
})

test('the order of tags does not make another question', async () => {
  const tagged = (...tags: string[]) => ({ filter: { ...everybody, tags } })
  expect(await sameHash(tagged('a', 'b'), tagged('b', 'a'))).toBe(true)
})

const entry = {
  query_id: 'q',
  question: 'What is a lamp?',
  answer: 'A lamp shines. [1]',
  sources: [],
  citations: [],
  passages: [],
  index_version: '3',
  model: 'm',
  created_at: '2026-01-01T00:00:00.000Z',
}

test('an entry is served on the index and by the model it was made with, and on no other', () => {
  const value = JSON.stringify(entry)
  expect(readCached(value, { indexVersion: '3', model: 'm' })?.answer).toBe(entry.answer)
  expect(readCached(value, { indexVersion: '4', model: 'm' })).toBeUndefined()
  expect(readCached(value, { indexVersion: '3', model: 'n' })).toBeUndefined()
})

test.each(['', 'no JSON', '{}', 'null'])('an entry that is %j is no entry', (value) => {
  expect(readCached(value, { indexVersion: '3', model: 'm' })).toBeUndefined()
})
