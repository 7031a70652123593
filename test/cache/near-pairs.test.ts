import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { areAlike } from '../../lib/cache/alike.ts'
import { mayShareAnswer } from '../../lib/cache/near-answers.ts'
import { guardsOf } from '../../lib/text/guards.ts'

const kinds = [
  'number',
  'negation',
  'identifier',
  'subject',
  'held-out difference',
  'paraphrase',
  'held-out paraphrase',
  'reworded',
] as const
const Pair = z.strictObject({
  kind: z.enum(kinds),
  language: z.string(),
  one: z.string(),
  other: z.string(),
})

const pairs = readFileSync(new URL('near-pairs.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => Pair.parse(JSON.parse(line)))

const of = (...wanted: string[]) => pairs.filter(({ kind }) => wanted.includes(kind))

const mayShare = ({ one, other }: z.infer<typeof Pair>) => mayShareAnswer(one, other)

test('the trial has two hundred pairs that differ by a number, a negation or an identifier', () => {
  expect(kinds.slice(0, 3).map((kind) => of(kind).length)).toEqual([67, 67, 66])
})

test('none of them shares an answer, however near an embedding finds them, in either order', () => {
  const differing = of('number', 'negation', 'identifier', 'subject', 'held-out difference')
  const turned = differing.map((pair) => ({ ...pair, one: pair.other, other: pair.one }))
  expect([...differing, ...turned].filter(mayShare)).toEqual([])
})

test.each([
  ['How do I get a token?', 'How do I use a token?'],
  ['How do I make a snapshot?', 'How do I find a snapshot?'],
  ['Who needs a token?', 'Who gets a token?'],
  ['How do I use the help button?', 'How do I use the find button?'],
  ['What does the get method do?', 'What does the method do?'],
  ['How do I change the thank you page?', 'How do I change the page?'],
])('words that mostly only ask can be what is asked: "%s", "%s"', (one, other) => {
  expect(mayShareAnswer(one, other)).toBe(false)
  expect(mayShareAnswer(other, one)).toBe(false)
})

test.each(['paraphrase', 'held-out paraphrase'])(
  'of each %s more than four in five may share one',
  (kind) => {
    const paraphrases = of(kind)
    expect(paraphrases.filter(mayShare).length / paraphrases.length).toBeGreaterThan(0.8)
  },
)

test.each([
  ['a number in words is the number', 'after three days', 'after 3 days'],
  ['an ordinal is its number', 'the third day', 'the 3rd day'],
  ['marks between thousands say nothing', 'after 1,000 pages', 'after 1000 pages'],
  ['Arabic digits are digits', 'صفحة ٣', 'صفحة 3'],
  ['a Han digit is a digit', '如何设置三个副本？', '如何设置3个副本？'],
  ['a unit is the same in short and in full', 'after 5 min', 'after 5 minutes'],
  ['an acronym is the same in any case', 'Which URL is it?', 'Which url is it?'],
  ['a question with or without is no negation', '能不能删除会话？', '能删除会话？'],
])('%s', (_, one, other) => {
  expect(guardsOf(one)).toEqual(guardsOf(other))
})

test.each([
  ['a frame', 'Could you tell me where the log is?', 'Where is the log?'],
  ['what takes two words', 'How do I turn the cache off?', 'How do I disable the cache?'],
  ['a unit', 'What is the limit per day?', 'What is the daily limit?'],
  ['the noun of a verb', 'How do I start evaluation?', 'How do I begin to evaluate?'],
  ['a noun beside its noun', 'What does the bot log hold?', 'What does the log of the bot hold?'],
])('%s keeps two questions together', (_, one, other) => {
  expect(areAlike(one, other)).toBe(true)
})

test.each([
  ['the order of numbers', 'from 2 to 3', 'from 3 to 2'],
  ['the order of code', 'Does `a` call `b`?', 'Does `b` call `a`?'],
  ['the language', 'What is a session?', 'Was ist eine Session?'],
  ['a second negation', 'Can it run without Redis?', 'Can it not run without Redis?'],
])('%s counts', (_, one, other) => {
  expect(guardsOf(one)).not.toEqual(guardsOf(other))
})

test.each([
  ['when and why', 'Why is the answer cached?', 'When is the answer cached?'],
  ['from and to', 'How do I migrate to Neon?', 'How do I migrate from Neon?'],
  ['before and after', 'What runs before a deployment?', 'What runs after a deployment?'],
  ['a compound', 'How do I delete a webhook?', 'How do I delete a webhook delivery?'],
  ['who does it and whom', 'Can the bot see the reader?', 'Can the reader see the bot?'],
  ['which of two calls', 'Which service calls the model?', 'Which model calls the service?'],
  ['by whom first', 'Is it by Neon and not by Redis?', 'Is it by Redis and not by Neon?'],
  ['who defeats and who is defeated', 'Who met Montcalm?', 'Who was met by Montcalm?'],
  ['what it is and what it does', 'What are auricles?', 'What do the auricles do?'],
  ['one and another', 'What is one type of key?', 'What is another type of key?'],
  ['how often a word is said', 'Does a log of logs end?', 'Does a log end?'],
  ['what is of what', 'What is the page of a book?', 'What is the book of a page?'],
  ['all and one', 'How do I delete all sessions?', 'How do I delete a session?'],
  ['a word more', 'How does deploying a bot work?', 'How do I cancel deploying a bot?'],
  ['a word of another language', 'What is in the log?', 'What is missing in the log?'],
  ['a word that has the other', 'What was Apple Talk?', 'What were features of Apple Talk?'],
  ['nothing in common', 'How do I do this?', 'What can I do there?'],
])('%s keep two questions apart', (_, one, other) => {
  expect(areAlike(one, other)).toBe(false)
})
