import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { smallTalk } from '../../lib/conversation/turns/small-talk.ts'

/**
 * A hundred turns that are small talk and a hundred short questions, all written after the lists of
 * phrases, which took 6 of the 50 held-out turns for questions on first reading (and no question for
 * talk); their kinds were added then.
 */
const Line = z.object({
  half: z.enum(['seen', 'held-out']),
  text: z.string(),
  is_talk: z.boolean(),
  language: z.string().optional(),
})
const readLines = <T>(file: string, schema: z.ZodType<T>): T[] =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => schema.parse(JSON.parse(line)))

const lines = readLines('small-talk.jsonl', Line)
// Written when the lists were done, and not mended for: 1 of the 40 turns was taken for a question.
const fresh = readLines('small-talk-fresh.jsonl', Line.omit({ half: true }))

test('of a hundred turns of small talk at most two are taken for questions', () => {
  const talk = lines.filter(({ is_talk }) => is_talk)
  expect(talk).toHaveLength(100)
  const wrong = talk.filter(({ text }) => smallTalk(text) === undefined)
  expect(wrong.length, JSON.stringify(wrong.map(({ text }) => text))).toBeLessThanOrEqual(2)
})

test('of a hundred short questions none is taken for small talk', () => {
  const questions = lines.filter(({ is_talk }) => !is_talk)
  expect(questions).toHaveLength(100)
  expect(questions.filter(({ text }) => smallTalk(text))).toEqual([])
})

test('of forty turns that nobody had seen at most one is taken for a question, and no question for talk', () => {
  const talk = fresh.filter(({ is_talk }) => is_talk)
  const questions = fresh.filter(({ is_talk }) => !is_talk)
  expect([talk.length, questions.length]).toEqual([40, 40])
  expect(talk.filter(({ text }) => !smallTalk(text)).length).toBeLessThanOrEqual(1)
  expect(questions.filter(({ text }) => smallTalk(text))).toEqual([])
  const spoken = talk.filter(({ text }) => smallTalk(text))
  expect(spoken.filter(({ text, language }) => smallTalk(text)?.language !== language)).toEqual([])
})

test('a turn of small talk is answered in its own language', () => {
  const spoken = lines.filter(({ language, text }) => language && /\p{L}{3}/u.test(text))
  const wrong = spoken.filter(({ text, language }) => smallTalk(text)?.language !== language)
  expect(wrong.length, JSON.stringify(wrong.map(({ text }) => text))).toBeLessThanOrEqual(5)
})

test.each([
  ['hi, who are you?', 'identity'],
  ['ok thanks, bye', 'farewell'],
  ['Thaaaanks!!!', 'thanks'],
  ['👍🏽', 'acknowledged'],
  ['HELLO', 'greeting'],
  ['Danke!', 'thanks'],
])('%s is %s', (text, kind) => {
  expect(smallTalk(text)?.kind).toBe(kind)
})

test.each(['', '?', '...', 'x'.repeat(2000), 'thanks '.repeat(200)])('%j is none', (text) => {
  expect(smallTalk(text)).toBeUndefined()
})
