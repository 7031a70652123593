import { expect, test } from 'vitest'
import { plainQuestion } from '../../lib/retrieval/plain-question.ts'

test.each([
  ['Could you please explain: What is a node?', 'What is a node?'],
  ['Can you guide me on how to open an account?', 'how to open an account?'],
  ['can you give more details about the query API?', 'the query API?'],
  ['Hello there, how do I start it?', 'how do I start it?'],
  ['I would like to know if I can run it on Windows.', 'I can run it on Windows.'],
  ['Please help me understand how it works', 'how it works'],
  ['Explain transactions', 'transactions'],
  ['Kannst du mir bitte erklären, wie ich ihn starte?', 'wie ich ihn starte?'],
  ['¿Podrías decirme dónde está el faro?', '¿ dónde está el faro?'],
  ["Pourriez-vous m'expliquer les phares ?", 'les phares ?'],
  ['How do I start it? Thanks in advance!', 'How do I start it? !'],
  ['谢谢，如何删除会话？', '如何删除会话？'],
  ['请问如何删除会话？', '如何删除会话？'],
])('%s asks %s', (question, plain) => {
  expect(plainQuestion(question)).toBe(plain)
})

test.each([
  'Will you share my data with others?',
  'What does the `please` flag do?',
  'What does hello world print?',
  'How can I ask users to give me information?',
  'Does it help me to find the bug?',
  'Tell me more',
  'Hi',
  'hello.world',
  'EXPLAIN ANALYZE',
  'Explain command',
  'What is the Please Wait page?',
  'What does “explain please” say?',
  'How do I change the thank you page?',
  'Wie ändere ich die Danke Seite?',
  'Comment modifier la page merci ?',
  '如何添加「请问」按钮？',
  '谢谢页面怎么改？',
])('"%s" stays as it is', (question) => {
  expect(plainQuestion(question)).toBe(question)
})

test('each line is read on its own', () => {
  expect(plainQuestion('What is fog?\nCan you tell me about rain?')).toBe('What is fog?\nrain?')
})
