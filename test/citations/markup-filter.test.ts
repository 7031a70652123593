import fc from 'fast-check'
import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { expect, test } from 'vitest'
import { createMarkupFilter, withoutMarkup } from '../../lib/citations/markup-filter.ts'

function streamed(text: string, length: number): string {
  const filter = createMarkupFilter()
  let out = ''
  for (let at = 0; at < text.length; at += length) out += filter.push(text.slice(at, at + length))
  return out + filter.end()
}

const cases: [string, string, string][] = [
  ['a tag becomes text', 'a <b>c</b>', 'a &lt;b>c&lt;/b>'],
  ['an image becomes a link', '![x](https://e.example/p.png)', '! [x](https://e.example/p.png)'],
  ['a marker behind an exclamation stays', 'Stop![1]', 'Stop! [1]'],
  ['a comparison is text', '1 < 2 and a <- b!', '1 < 2 and a <- b!'],
  ['a code span is left alone', 'use `<b>` and `![x](y)`', 'use `<b>` and `![x](y)`'],
  ['a fence is left alone', '```html\n<b>\n```\n<b>', '```html\n<b>\n```\n&lt;b>'],
  ['a fence that is never closed is code', '~~~\n<b>', '~~~\n<b>'],
  ['a span that is never closed hides nothing', 'a ` <img src=x>', 'a ` &lt;img src=x>'],
  ['a fence in the middle of a line hides nothing', 'a ``` <img src=x>', 'a ``` &lt;img src=x>'],
  ['a span ends with its paragraph', 'a ` b\n\n<i> `', 'a ` b\n\n&lt;i> `'],
  ['a comment becomes text', '<!-- x -->', '&lt;!-- x -->'],
  ['generics in a table are left alone', '| `Vec<T>` | [1] |', '| `Vec<T>` | [1] |'],
  ['a backtick that is escaped opens nothing', '\\`<img src=x>`', '\\`&lt;img src=x>`'],
  ['a span that a tag of its own line ends is none', '`a\n<p>`', '`a\n&lt;p>`'],
  ['a fence is not closed by one with a word', '```\n```js\n```\n<p>', '```\n```js\n```\n&lt;p>'],
  ['a fence ends with its list', '- a\n  ```\n<img src=x>', '- a\n  ```\n&lt;img src=x>'],
  ['a fence ends with its quote', '> ```\n<img src=x>', '> ```\n&lt;img src=x>'],
]

test.each(cases)('%s', (_, text, expected) => {
  expect(withoutMarkup(text)).toBe(expected)
})

test.each(cases)('%s, wherever the stream splits it', (_, text, expected) => {
  for (let length = 1; length <= text.length; length += 1)
    expect(streamed(text, length)).toBe(expected)
})

test('what a stream shows does not depend on where it is split', () => {
  const piece = fc.constantFrom('<', 'b', '>', '!', '[', ']', '`', '```', '~~~', '\n', ' ', '/')
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }),
      fc.integer({ min: 1, max: 4 }),
      (all, length) => {
        expect(streamed(all.join(''), length)).toBe(withoutMarkup(all.join('')))
      },
    ),
    { numRuns: 500 },
  )
})

/** What a Markdown parser would hand to the page as it is, or load. */
function live(node: Nodes): string[] {
  const own = /^(?:html|image|imageReference)$/.test(node.type) ? [node.type] : []
  return 'children' in node ? [...own, ...node.children.flatMap(live)] : own
}

test('a Markdown parser finds neither HTML nor images in what is shown', () => {
  const marks = [
    '`',
    '``',
    '```',
    '~~~',
    '\n',
    '\n\n',
    '- ',
    '> ',
    '1. ',
    '  ',
    '\t',
    '\r',
    ' ',
    '|',
  ]
  const rest = ['<img src=x>', '<p>', '![i](u)', '\n|a|b|\n|-|-|\n', '\\', '[a](', ')', '"', 'js']
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...marks, ...rest), { maxLength: 20 }), (pieces) => {
      const tree = fromMarkdown(withoutMarkup(pieces.join('')), {
        extensions: [gfmTable()],
        mdastExtensions: [gfmTableFromMarkdown()],
      })
      expect(live(tree)).toEqual([])
    }),
    { numRuns: 3000 },
  )
})
