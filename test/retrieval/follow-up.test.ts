import { expect, test } from 'vitest'
import { joined, looksLikeFollowUp, needsContext } from '../../lib/retrieval/follow-up.ts'
import { readCorpus } from '../support/corpora.ts'

const turn = (question: string) => ({ question, answer: '' })
const aboutLamps = [turn('Which lamps does the lighthouse have?')]

test.each([
  'Why?',
  'And in fog?',
  'Thanks. What about fog?',
  'Hmm, nice. Give me some, then.',
  'I like lamps. Please compare the second one with gas.',
  'What is the difference between the first and second one?',
  'Which ones are made here?',
  'Can you say more on the step you mentioned?',
  'Tell me more about number 2',
  'I did not mean the lens, what about the wick?',
  'How does it work?',
  'What about kerosene?',
  'Who made them?',
  'More',
  'What are the symptoms?',
  'Can I use that for another one?',
  'I have cleaned the glass with a soft cloth. How do their prices compare?',
  'Thanks for telling me about the two lamps. Which keeper lit them first?',
  'Wie funktioniert es?',
  'Und bei Nebel?',
  '¿Y en la niebla?',
  '¿Cómo funciona eso?',
  'Comment fonctionne-t-il ?',
  'Et dans le brouillard ?',
  '它是怎么工作的？',
  '那雾天呢？',
])('%s needs the turns before it', (question) => {
  expect(looksLikeFollowUp(question)).toBe(true)
  expect(needsContext(question, aboutLamps)).toBe(true)
})

test.each([
  'How tall is a first-order Fresnel lens?',
  'What is the difference between a topic and a service in ROS 2?',
  'When did kerosene replace whale oil?',
  'What is Marginalia?',
  'Why are development secrets refused?',
  'What does this book cover?',
  'And do the fog bells of American stations ring more often than the European ones do?',
  'The clockwork of my lamp stopped at midnight. Can it be wound by hand?',
  'How do I make sure that messages arrive?',
  'Is it possible to run the suite without Docker on Windows?',
  'What is a lens and why is it curved?',
  'Which setting limits the rate of port number 8080?',
  'What does the setting TIMEOUT_NEON_MS do?',
  'Wie hoch ist der Turm von Pharos?',
  'Gibt es Grenzen für Fragen in einer Sitzung?',
  '¿Cómo se limpia la lente del faro?',
  'Quelle est la hauteur de la tour ?',
  '灯塔的高度是多少？',
])('%s stands alone', (question) => {
  expect(looksLikeFollowUp(question)).toBe(false)
})

test('the first question of a conversation needs nothing before it', () => {
  expect(needsContext('How does it work?', [])).toBe(false)
})

test('a part of what the question names itself stands alone', () => {
  const turns = [turn('Why is solar energy cheap?')]
  expect(needsContext('What are advantages of solar energy for farmers?', turns)).toBe(false)
  expect(needsContext('What are the advantages?', turns)).toBe(true)
})

test('a follow-up is joined with the last question, and with the one before a follow-up', () => {
  expect(joined('Why?', [turn('First?'), turn('Second?')])).toBe('Second?\nWhy?')
  expect(joined('Why?', [turn('First?'), turn('How is it lit?')])).toBe(
    'First?\nHow is it lit?\nWhy?',
  )
  expect(joined('Why?', [])).toBe('Why?')
})

interface Rewrite {
  raw: string
  rewrite: string
  history: string[]
}

test('what a person rewrote is found, what was left alone seldom', (context) => {
  const turns = readCorpus<Rewrite>(context, 'follow-ups/rewrites.jsonl')
  const share = (of: Rewrite[]) =>
    of.filter(({ raw, history }) => needsContext(raw, history.map(turn))).length / of.length
  expect(share(turns.filter(({ raw, rewrite }) => raw !== rewrite))).toBeGreaterThanOrEqual(0.9)
  expect(share(turns.filter(({ raw, rewrite }) => raw === rewrite))).toBeLessThanOrEqual(0.25)
})

test('few questions on a handbook wait for the conversation', (context) => {
  const questions = readCorpus<{ question: string; history: unknown[] }>(
    context,
    'golden/questions.jsonl',
  )
  const alone = questions.filter(({ history }) => history.length === 0)
  const waiting = alone.filter(({ question }) => looksLikeFollowUp(question))
  expect(waiting.length / alone.length).toBeLessThanOrEqual(0.15)
})

test('of the second set those left alone are found less often than those rewritten', (context) => {
  const turns = readCorpus<Rewrite>(context, 'follow-ups/ikat-2023.jsonl')
  const alone = turns.filter(({ raw, rewrite, history }) => history.length > 0 && raw === rewrite)
  const found = alone.filter(({ raw, history }) => needsContext(raw, history.map(turn)))
  expect(found.length / alone.length).toBeLessThanOrEqual(0.48)
})

test('of turns of several sentences most that a person rewrote are found', (context) => {
  const turns = readCorpus<Rewrite>(context, 'follow-ups/ikat-2023.jsonl')
  const rewritten = turns.filter(
    ({ raw, rewrite, history }) => history.length > 0 && raw !== rewrite,
  )
  const found = rewritten.filter(({ raw, history }) => needsContext(raw, history.map(turn)))
  expect(found.length / rewritten.length).toBeGreaterThanOrEqual(0.77)
})
