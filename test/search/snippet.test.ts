import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toDocSearch } from '../../lib/http/protocols/docsearch.ts'
import { snippet } from '../../lib/search/snippet.ts'
import { typedWords } from '../../lib/search/typed-words.ts'
import { plainMarkdown } from '../../lib/text/markdown/plain-markdown.ts'
import { toWords } from '../../lib/text/text-fragment.ts'

test.each([
  ['**bold** and `code`, *soft* and ~~gone~~', 'bold and code, soft and gone'],
  ['a [link](https://x.example/a_b) and ![image](a.png)', 'a link and image'],
  ['## Heading\n\n- item\n> quote\n1. first', 'Heading\nitem\nquote\nfirst'],
  ['| a | b |\n| --- | --- |\n| 1 | 2 |', 'a b\n1 2'],
  ['```js\nconst a_b = 2 * 3 * 4\n```', 'const a_b = 2 * 3 * 4'],
  ['snake_case and __init__.py stay, 2 * 3', 'snake_case and init.py stay, 2 * 3'],
  ['an \\*escaped\\* mark and <b>HTML</b>', 'an *escaped* mark and HTML'],
])('%j reads %j', (markdown, text) => {
  expect(plainMarkdown(markdown)).toBe(text)
})

test('any Markdown of a passage is made plain in no time', () => {
  const worst = ['[', '*', '`', '<a', '| ', '~~', '\\', '![](', ' ', '**a'].map((piece) =>
    piece.repeat(6000 / piece.length),
  )
  for (const text of worst) expect(plainMarkdown(text).length).toBeLessThanOrEqual(text.length)
})

test('marks are whole words within the snippet, whatever the text', () => {
  const words = fc.array(fc.constantFrom('lamp', 'c++', 'a.b', '灯塔', '$x', 'İ', '(', 'lamp post'))
  const text = fc.array(fc.constantFrom('lamp', 'lamps', 'c++', 'a.b', '灯塔', '\n', '.', 'x'), {
    maxLength: 200,
  })
  fc.assert(
    fc.property(text, words, (pieces, wanted) => {
      const found = snippet(pieces.join(' '), wanted)
      let last = 0
      for (const [from, to] of found.marks) {
        expect(from).toBeGreaterThanOrEqual(last)
        expect(wanted.map((word) => word.toLowerCase())).toContain(
          found.text.slice(from, to).toLowerCase(),
        )
        last = to
      }
      expect(last).toBeLessThanOrEqual(found.text.length)
      expect(found.text.length).toBeLessThan(230)
    }),
  )
})

test('a snippet shows the part with the most of the words, cut between words', () => {
  const text = `The lamp. ${'Nothing is said here. '.repeat(30)}The wick of the lamp is trimmed daily.${' More follows.'.repeat(30)}`
  const found = snippet(text, ['lamp', 'wick', 'trimmed'])
  expect(found.text).toMatch(/^… \w.*The wick of the lamp is trimmed daily\..* …$/)
  expect(found.anchor).toBe('wick of the lamp is trimmed daily. More')
})

test.each([
  ['https://a.example/p#h', 'a-b, c & d', 'https://a.example/p#h:~:text=a%2Db%2C%20c%20%26%20d'],
  ['https://a.example/p', 'x', 'https://a.example/p#:~:text=x'],
  ['', 'x', ''],
])('the address %s leads to %j', (url, words, wanted) => {
  expect(toWords(url, words)).toBe(wanted)
})

test.each([
  ['lib/env.ts', ['lib/env.ts'], true],
  ['"quoted" (words), ', ['quoted', 'words'], false],
  ['C++ and C#', ['C++', 'and', 'C#'], false],
  ['zero\u200bwidth', ['zerowidth'], true],
  ['...', [], false],
])('%j is the words %j', (text, words, isGrowing) => {
  expect(typedWords(text)).toEqual({ words, isGrowing })
})

test('a question is searched with all of its words, the last of them whole', () => {
  const words = Array.from({ length: 13 }, (_, at) => `word${at}`)
  expect(typedWords(words.slice(0, 12).join(' ')).isGrowing).toBe(true)
  expect(typedWords(words.join(' '))).toEqual({ words, isGrowing: false })
  expect(typedWords('lamp '.repeat(100)).words).toHaveLength(40)
})

test("what a page writes reaches a search box as text, and its marks as the box's own tags", () => {
  const section = {
    passage_id: '1',
    section: '<img src=x onerror=alert(1)>',
    url: 'https://a.example/p#h:~:text=x',
    snippet: '<script>lamp</script>',
    marks: [[8, 12] as [number, number]],
    score: 1,
    content_hash: '',
  }
  const page = { source: '', title: '"a"', part: '', part_number: 0, url: '', score: 1 }
  const asked = { index: 'i', query: 'lamp', limit: 5, pre: '<mark>', post: '</mark>' }
  const [hit] = toDocSearch(asked, { data: [{ ...page, sections: [section] }] }).hits
  expect(hit?._snippetResult.content.value).toBe('&lt;script&gt;<mark>lamp</mark>&lt;/script&gt;')
  expect(hit?._highlightResult.hierarchy.lvl2?.value).not.toContain('<img')
})

test('whatever is typed is marked where it stands, and is never a pattern', () => {
  expect(snippet('Use gpt-4 or -1.', ['gpt-4', '-1']).marks).toEqual([
    [4, 9],
    [13, 15],
  ])
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'binary' }), (word) => {
      snippet(`Some text, ${word} and more`, [word])
    }),
  )
})
