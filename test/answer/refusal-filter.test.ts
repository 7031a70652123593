import { expect, test } from 'vitest'
import { createRefusalFilter } from '../../lib/answer/refusal-filter.ts'

function read(pieces: string[]) {
  const filter = createRefusalFilter()
  const shown = pieces.map((piece) => filter.push(piece)).join('') + filter.end()
  return { shown, isRefused: filter.isRefused }
}

/** Whole, in two pieces with every boundary, and character by character. */
function everyWay(text: string) {
  const cuts = Array.from({ length: text.length + 1 }, (_, at) => [
    text.slice(0, at),
    text.slice(at),
  ])
  return [[text], ...cuts, [...text]].map(read)
}

test.each([
  ['NO_ANSWER', ''],
  ['NO_ANSWER.', ''],
  ['\n\n  NO_ANSWER  \n', ''],
  ['**NO_ANSWER**', ''],
  ['_NO_ANSWER_', ''],
  ['`NO_ANSWER`', ''],
  ['`NO_ANSWER`.', ''],
  ['"NO_ANSWER"', ''],
  ['„NO_ANSWER“', ''],
  ['«NO_ANSWER»', ''],
  ['(NO_ANSWER)', ''],
  ['[NO_ANSWER]', ''],
  ['> NO_ANSWER', ''],
  ['- NO_ANSWER', ''],
  ['# NO_ANSWER', ''],
  ['```\nNO_ANSWER\n```', ''],
  ['```text\nNO_ANSWER\n```\n', ''],
  ['NO\\_ANSWER', ''],
  ['NO ANSWER', ''],
  ['NO_ANSWER The passages do not say.', ''],
  ['NO_ANSWER\n\nThe capital of France is Paris.', ''],
  ['NO_ANSWER: the passages tell of lamps alone', ''],
  ['The passages tell of lamps [1].\n\nNO_ANSWER', 'The passages tell of lamps [1].'],
  ['The passages tell of lamps [1].\nNO_ANSWER\nMore.', 'The passages tell of lamps [1].'],
  ['The passages tell of lamps. NO_ANSWER', 'The passages tell of lamps.'],
  ['The passages tell of lamps [1]. **NO_ANSWER**\n', 'The passages tell of lamps [1].'],
  ['Das steht dort nicht. `NO_ANSWER`', 'Das steht dort nicht.'],
  ['书中没有。NO_ANSWER', '书中没有。'],
  ['| a | b |\n| - | - |\n\nNO_ANSWER', '| a | b |\n| - | - |'],
  ['I could not find it NO_ANSWER', 'I could not find it'],
])('%j is a refusal, wherever a chunk ends', (text, shown) => {
  for (const way of everyWay(text)) expect(way).toEqual({ shown, isRefused: true })
})

test.each([
  'The model says `NO_ANSWER` and nothing else [1].',
  'It then says `NO_ANSWER`.',
  '`NO_ANSWER` is what the model says [1].',
  'NO_ANSWER means that the passages do not hold it [1].',
  '- `NO_ANSWER`: there is none\n- `STOP`: it has ended',
  'A reply of NO_ANSWER is not cached [1].',
  'The constant NO_ANSWER_YET is set.',
  'NO. It is not.',
  'NO_',
  '**NO',
  '',
  '  \n',
])('%j is text, wherever a chunk ends', (text) => {
  for (const way of everyWay(text)) expect(way).toEqual({ shown: text, isRefused: false })
})

test('blanks without end around a mark are not kept', () => {
  const blanks = Array.from({ length: 200 }, () => ' '.repeat(50))
  expect(read(['NO_ANSWER', ...blanks]).isRefused).toBe(true)
  expect(read([...blanks, 'A lamp.'])).toMatchObject({ isRefused: false })
})
