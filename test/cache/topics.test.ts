import { expect, test } from 'vitest'
import { isLikelyNear } from '../../lib/cache/near-question.ts'
import { subjectsOf, topicsOf } from '../../lib/cache/subjects.ts'

test.each([
  ['What does the book say about lamps?', 'Tell me about lamps.'],
  ['What do the docs say about lamps?', 'Tell me about lamps.'],
  ['Where does the author mention lamps in this chapter?', 'Where are lamps?'],
  ['According to the guide, when are lamps lit?', 'When are lamps lit?'],
  ['Was sagt das Buch über den Leuchtturm?', 'Was ist mit dem Leuchtturm?'],
  ['Was steht im Handbuch über den Leuchtturm?', 'Was ist mit dem Leuchtturm?'],
  ['¿Qué dice el libro sobre el faro?', '¿Qué es el faro?'],
  ['¿Qué menciona la documentación sobre el faro?', '¿Qué es el faro?'],
  ['Que dit le livre sur le phare ?', 'Que fait le phare ?'],
  ['Que mentionne cette page sur le phare ?', 'Que fait le phare ?'],
  ['这本书说灯塔什么？', '灯塔什么？'],
  ['文档中提到灯塔吗？', '灯塔吗？'],
])('%s is looked for by the topics of %s', (told, bare) => {
  expect([...topicsOf(told)].sort()).toEqual([...topicsOf(bare)].sort())
})

test.each(['How do I print the book?', 'Wie drucke ich das Buch?', '¿Cómo imprimo el libro?'])(
  '%s still is about what is done to the book, and no other question than the same without it',
  (question) => {
    expect(topicsOf(question).size).toBe(1)
    expect(subjectsOf(question).size).toBe(2)
  },
)

test.each(['What does the book say?', 'Que dit le livre ?', 'Was sagt das Buch?'])(
  'where there is nothing else, "%s" is looked for by its own words',
  (question) => {
    expect(topicsOf(question)).toEqual(subjectsOf(question))
    expect(topicsOf(question).size).toBeGreaterThan(0)
  },
)

test('two questions that share nothing but how they ask of the book are not near', () => {
  const known = topicsOf('What does the book say about lamps?')
  const asked = topicsOf('What does the book say about fog?')
  expect(isLikelyNear([...asked].map((topic) => known.has(topic)))).toBe(false)
})
