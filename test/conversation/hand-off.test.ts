import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { asksForPerson } from '../../lib/conversation/turns/hand-off.ts'

const chapter = readFileSync(
  new URL('../../handbook/Part-3-using-the-api/08-conversations.md', import.meta.url),
  'utf8',
)
const examples = [...chapter.matchAll(/^- "(.+)"$/gm)].map(([, example = '']) => example)

test('each of the handbook’s examples asks for a person', () => {
  expect(examples.length).toBeGreaterThan(10)
  expect(examples.filter((example) => !asksForPerson(example))).toEqual([])
})

test.each([
  'Can I talk to a human?',
  'I want to speak with a real person',
  'human please',
  'Agent!',
  'Please connect me to support.',
  'Is there someone I can talk to about this?',
  'Could somebody call me back? Could someone contact me',
  'I need a human',
  'How do I contact customer service?',
  'talk to an agent',
  'How can I reach support by phone?',
  'Please hand this over to a person',
  'I would like you to transfer me to an agent',
  'Ich möchte mit einem Menschen sprechen.',
  'Kann ich mit jemandem reden?',
  'Verbinden Sie mich bitte mit dem Kundendienst',
  'Je voudrais parler à un humain',
  'Puis-je parler à quelqu’un ?',
  '¿Puedo hablar con una persona?',
  'Quero falar com um atendente',
  'Vorrei parlare con un operatore',
  'Ik wil met iemand praten',
  'Chcę rozmawiać z konsultantem',
  'Хочу поговорить с оператором',
  'Bir temsilciyle görüşmek istiyorum',
  'أريد التحدث إلى شخص حقيقي',
  '转人工',
  '担当者と話したいです',
  '상담원 연결해 주세요',
  'मुझे किसी इंसान से बात करनी है',
])('"%s" asks for a person', (question) => {
  expect(asksForPerson(question)).toBe(true)
})

test.each([
  'Who is the person that trims the wick?',
  'How do agents talk to each other?',
  'What does an operator do at night?',
  'How does the agent talk to the operator node?',
  'Does it support Windows?',
  'How do people call the lens?',
  'What is human-robot interaction?',
  'Was macht der Mitarbeiter im Leuchtturm?',
  'Quelle personne garde la lampe ?',
  '¿Qué persona cuida la lámpara?',
  '人間とは何ですか',
  'How do I pass a message to a node?',
  'What do I put into the support directory?',
  'How do I contact the sensor with the plate?',
  'Can I connect an agent to a topic?',
  'How do I forward messages to an agent?',
  'How do I transfer weights to a new agent?',
  'How do I call an operator in Kubernetes?',
  'How do I call the person detector?',
  'How do I pass this to an agent?',
  'How do I reach an expert level?',
])('"%s" asks of the book', (question) => {
  expect(asksForPerson(question)).toBe(false)
})
