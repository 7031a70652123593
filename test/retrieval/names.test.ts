import { expect, test } from 'vitest'
import { isHeardOf, namesIn } from '../../lib/retrieval/confidence/names.ts'

test.each([
  ['celeron', 'céloron met old briton at logstown.', true],
  ["celeron's", 'celeron took the news home.', true],
  ['langlades', 'the expedition of langlade', true],
  ['maizière', 'thomas de maiziere', true],
  ['north-west', 'the west of the north', true],
  ['kublai', 'genghis and ogedei', false],
  ['ruby', 'rubi is another', false],
  ['qdrant', 'quadrants are four', false],
])('%s is heard of in "%s": %s', (name, text, expected) => {
  expect(isHeardOf(name, text)).toBe(expected)
})

test('names are code and what has a capital within a sentence', () => {
  expect(namesIn('Does AMCL need `map_server` near Kublai Khan?')).toEqual([
    'amcl',
    'map_server',
    'kublai',
    'khan',
  ])
})
