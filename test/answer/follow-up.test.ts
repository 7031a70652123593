import { expect, test } from 'vitest'
import { joined, needsContext } from '../../lib/answer/follow-up.ts'

test.each([
  'Why?',
  'And in fog?',
  'How does it work?',
  'What about kerosene?',
  'Who made them?',
  'More',
])('%s needs the question before it', (question) => {
  expect(needsContext(question)).toBe(true)
})

test.each([
  'How tall is a first-order Fresnel lens?',
  'What is the difference between a topic and a service in ROS 2?',
  'When did kerosene replace whale oil?',
])('%s stands alone', (question) => {
  expect(needsContext(question)).toBe(false)
})

test('a follow-up is joined with the last question alone', () => {
  const turns = [
    { question: 'First?', answer: '' },
    { question: 'Second?', answer: '' },
  ]
  expect(joined('Why?', turns)).toBe('Second?\nWhy?')
  expect(joined('Why?', [])).toBe('Why?')
})
