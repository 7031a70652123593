import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { outcomeOf } from '../../lib/conversation/outcome.ts'
import { closingWords } from '../../lib/conversation/turns/closing-words.ts'

const Outcome = z.enum(['resolved', 'escalated', 'abandoned'])
const Scripted = z.object({
  title: z.string(),
  outcome: Outcome,
  confirmedAs: z.enum(['resolved', 'escalated']).optional(),
  turns: z.array(
    z.union([
      z.tuple([z.string(), z.boolean()]),
      z.tuple([z.string(), z.boolean(), z.enum(['up', 'down'])]),
    ]),
  ),
})

const scripted = readFileSync(new URL('scripted.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => Scripted.parse(JSON.parse(line)))

test('of forty scripted conversations at least thirty-six end as a person labelled them', () => {
  expect(scripted).toHaveLength(40)
  const wrong = scripted.flatMap(({ title, outcome, confirmedAs, turns }) => {
    const found = outcomeOf({
      confirmedAs,
      turns: turns.map(([question, answered, rating]) => ({ question, answered, rating })),
    })
    return found.outcome === outcome ? [] : [`${title}: ${found.outcome} by ${found.signal}`]
  })
  expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(4)
})

test('what a reader did is confirmed, what a reader wrote assumed', () => {
  const turn = { question: 'thanks', answered: true }
  expect(outcomeOf({ turns: [turn] })).toMatchObject({ outcome_basis: 'assumed' })
  const rated = { question: 'What is a lamp?', answered: true, rating: 'up' as const }
  expect(outcomeOf({ turns: [rated] })).toMatchObject({ outcome_basis: 'confirmed' })
  expect(outcomeOf({ confirmedAs: 'resolved', turns: [] })).toEqual({
    outcome: 'resolved',
    outcome_basis: 'confirmed',
    signal: 'reader',
  })
})

test('without words an outcome is told by answers and ratings', () => {
  expect(outcomeOf({ turns: [{ answered: true }] })).toMatchObject({ outcome: 'resolved' })
  expect(outcomeOf({ turns: [{ answered: true }, { answered: false }] })).toMatchObject({
    outcome: 'abandoned',
    signal: 'unanswered',
  })
})

test.each([
  ['thanks a lot!', 'thanks'],
  ['Thanks, but it still fails', 'complaint'],
  ['How do I say thanks?', undefined],
  ['The lamp is on', undefined],
] as const)('"%s" is %s', (text, words) => {
  expect(closingWords(text)).toBe(words)
})
