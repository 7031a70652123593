import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compilePattern } from '../../lib/mcp/pattern.ts'

const pieces = [
  'abc',
  'a',
  'b',
  '.',
  '\\d',
  '\\w',
  '\\s',
  '[a-c]',
  '[^b]',
  '(?:b|cd)',
  '(a|)',
  '^',
  '$',
  '\\b',
  '\\.',
  'é',
]
const marks = ['', '', '*', '+', '?', '{2}', '{0,2}', '{1,}', '*?']
const piece = fc
  .tuple(fc.constantFrom(...pieces), fc.constantFrom(...marks))
  .filter(([text, mark]) => mark === '' || !/^(?:\^|\$|\\b)$/.test(text))
const pattern = fc
  .array(piece, { maxLength: 5 })
  .map((all) => `${all.map(([text, mark]) => text + mark).join('')}abc`)
const line = fc.array(fc.constantFrom('a', 'b', 'c', 'abc', 'd', '1', ' ', '.', 'é'), {
  maxLength: 12,
})

test('a pattern matches what the same regular expression of JavaScript does', () => {
  fc.assert(
    fc.property(pattern, line, (source, characters) => {
      const text = characters.join('')
      const own = compilePattern(source, false)
      const expected = new RegExp(
        source
          .replaceAll('\\w', '[\\p{L}\\p{N}_]')
          .replaceAll(
            '\\b',
            '(?:(?<![\\p{L}\\p{N}_])(?=[\\p{L}\\p{N}_])|(?<=[\\p{L}\\p{N}_])(?![\\p{L}\\p{N}_]))',
          ),
        'u',
      ).test(text)
      expect([source, text, own.isIn(text)]).toEqual([source, text, expected])
      if (expected) expect(text).toContain(own.literal)
    }),
    { numRuns: 2000 },
  )
})

test('case is ignored where that is asked for', () => {
  expect(compilePattern('Max_[a-z]+', true).isIn('the MAX_TOKENS')).toBe(true)
  expect(compilePattern('Max_[a-z]+', false).isIn('the MAX_TOKENS')).toBe(false)
})

test.each([
  ['(a+)+abc', 'a'.repeat(20_000)],
  ['(a|a)*abc', 'a'.repeat(20_000)],
  ['(.*)*(.*)*abc', 'x'.repeat(20_000)],
  ['(\\w+\\s?)*abc$', 'word '.repeat(4000)],
])('%s does not run away', (source, text) => {
  expect(compilePattern(source, false).isIn(text)).toBe(false)
})

test.each([
  ['a', 'three plain characters'],
  ['abc|abd', 'three plain characters'],
  ['(?=abc)abc', 'looking ahead'],
  ['(abc)\\1', 'Back-references'],
  ['(abc', 'no \\)'],
  ['abc)', 'without a \\('],
  ['[abc', 'no \\]'],
  ['*abc', 'nothing to repeat'],
  ['abc\\', 'at the end'],
  ['abc{2000}', 'count to 100'],
  ['abc{3,2}', 'smaller'],
  ['(?:(?:(?:abc){100}){100}){100}', 'too large'],
  [`${'('.repeat(12)}abc${')'.repeat(12)}`, 'levels deep'],
  ['abc'.repeat(100), 'at most 200'],
])('%s is refused with what to do', (source, advice) => {
  expect(() => compilePattern(source, false)).toThrow(new RegExp(advice))
})
