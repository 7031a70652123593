import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMarkupFilter, withoutMarkup } from '../../lib/answer/markup-filter.ts'

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
