import fc from 'fast-check'
import { marked } from 'marked'
import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { expect, test } from 'vitest'
import { createMarkupFilter, withoutMarkup } from '../../lib/citations/markup-filter.ts'

const kept = [
  '[a](https://book.example/x)',
  '[a](HTTP://book.example)',
  '[a](mailto:keeper@book.example)',
  '[a](/docs/lamps#oil)',
  '[a](lamps.md)',
  '[a](../lamps.md?x=1:2)',
  '[a](#oil)',
  '[a](<https://book.example/a b>)',
  '[1]: https://book.example',
  'as [1]: it burns',
  'an array a[i] and [1](not a link',
  '[a](/)',
]

test.each(kept)('%s stays as it is', (text) => {
  expect(withoutMarkup(text)).toBe(text.replaceAll(/<(?=h)/g, '&lt;'))
})

const dropped = [
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a]( javascript:alert(1))',
  '[a](\njavascript:alert(1))',
  '[a](<javascript:alert(1)>)',
  '[a](<java\tscript:alert(1)>)',
  '[a](javascript&colon;alert(1))',
  '[a](javascript&#58;alert(1))',
  '[a](&#106;avascript:alert(1))',
  '[a](javascript\\:alert(1))',
  '[a](data:text/html;base64,PHNjcmlwdD4=)',
  '[a](vbscript:msgbox)',
  '[a](file:///etc/passwd)',
  '[a](//evil.example/x)',
  '[a](/\\evil.example/x)',
  '[a](/&#47;evil.example)',
  '[a](ssh://evil.example)',
  '[a](tel:+441)',
  '![a](data:image/svg+xml,x)',
  '[a]: javascript:alert(1)\n\n[a]',
  '[a]: //evil.example\n\n[a]',
  '> - [a]:\n> javascript:x\n\n[a]',
  `[a](${'x'.repeat(300)}:y)`,
]

/** Where a Markdown parser would send a reader. */
function targets(markdown: string): string[] {
  const visit = (node: Nodes): string[] => {
    const own = 'url' in node ? [node.url] : []
    return 'children' in node ? [...own, ...node.children.flatMap(visit)] : own
  }
  const inHtml = [...String(marked.parse(markdown)).matchAll(/(?:href|src)="([^"]*)"/g)]
  return [...visit(fromMarkdown(markdown)), ...inHtml.map(([, url = '']) => url)]
}

const base = 'https://site.invalid/'
const leadsAstray = (target: string) => {
  const url = URL.parse(target.replaceAll('&amp;', '&'), base)
  if (!url) return false
  if (url.protocol === 'mailto:') return false
  const isElsewhere = url.origin !== new URL(base).origin
  return isElsewhere && !/^https?:\/\//i.test(target)
}

test.each(dropped)('%s leads nowhere', (text) => {
  expect(targets(text).some(leadsAstray) || text.length > 300).toBe(true)
  expect(targets(withoutMarkup(text)).filter(leadsAstray)).toEqual([])
})

test.each([...kept, ...dropped])('%s is the same wherever the stream splits it', (text) => {
  for (const length of [1, 2, 3, 7]) {
    const filter = createMarkupFilter()
    let out = ''
    for (let at = 0; at < text.length; at += length) out += filter.push(text.slice(at, at + length))
    expect(out + filter.end()).toBe(withoutMarkup(text))
  }
})

test('no text made of such pieces leads a reader astray', () => {
  const pieces = ['[a]', '(', ')', '<', '>', ':', ' ', '\n', '`', '//', '/', '\\', 'javascript']
  const more = ['data:', '&#58;', '&colon;', '![', ']', ']:', '](', 'x', '- ', '> ', '```', '\t']
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces, ...more), { maxLength: 14 }), (all) => {
      expect(targets(withoutMarkup(all.join(''))).filter(leadsAstray)).toEqual([])
    }),
    { numRuns: 5000 },
  )
})
