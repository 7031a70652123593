import { expect, test } from 'vitest'
import { junkOf } from '../../eval/pages/junk.ts'
import { splitMarkdown } from '../../lib/ingest/split/split-markdown.ts'

const texts = (markdown: string) => splitMarkdown(markdown).map(({ text }) => text)

const payload = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk'
const long = payload.repeat(2_000)
const path = `M12 0${'C5.37 0 0 5.37 0 12s5.37 12 12 12 '.repeat(100)}z`
const wrapped = (long.match(/.{64}/g) ?? []).slice(0, 40).join('\n')

test.each([
  ['an image of a data URI', `one ![a map](data:image/png;base64,${long}) two`, 'one a map two'],
  ['a short one', `one ![a map](data:image/png;base64,${payload}) two`, 'one a map two'],
  ['an image by reference', `one ![a map][m]\n\n[m]: data:image/png;base64,${long}`, 'one a map'],
  ['a link to a data URI', `[get it](data:text/csv;base64,${long})`, '[get it](data:…)'],
  [
    'a tag with a data URI',
    `one\n\n<img alt="a map" src="data:image/png;base64,${long}">\n\ntwo`,
    'one\n\na map\n\ntwo',
  ],
  [
    'a URI that is drawn',
    `one ![a](data:image/svg+xml;utf8,<svg xmlns='x'><path d='${path}'/></svg>) two`,
    'one a two',
  ],
  [
    'a drawing',
    `one\n\n<svg viewBox="0 0 24 24">\n<path fill="none" d="${path}"/>\n</svg>\n\ntwo`,
    'one\n\ntwo',
  ],
  ['a drawing in a line', `one <svg><path d="${path}"></path></svg> two`, 'one      two'],
  [
    'an inline style',
    'one\n\n<div style="color: red; background: url(a.png)">\n\ntwo\n\n</div>',
    'one\n\ntwo',
  ],
  ['wrapped base64', `one\n\n${wrapped}\n\ntwo`, 'one\n\ntwo'],
  [
    'minified code',
    `one\n\n${'!function(e,t){return(e=t)?a.b(c):{d:e}}();'.repeat(40)}\n\ntwo`,
    'one\n\ntwo',
  ],
  [
    'a badge',
    '# A\n\n[![CI](https://img.shields.io/x.svg)](https://ci.example) ![npm](https://badge.fury.io/js/a.svg)\n\none',
    'one',
  ],
  [
    'a badge whose address is bracketed',
    '# A\n\n[![NPM](<https://img.shields.io/npm/v/a.svg?label=npm%20(stable)>)](https://npm.example) ![size](https://img.shields.io/a)\n\none',
    'one',
  ],
  [
    'a badge by reference',
    '[![CI][badge]][ci] one\n\n[badge]: https://img.shields.io/x.svg\n[ci]: https://ci.example',
    'one',
  ],
  [
    'a badge as a tag',
    '<a href="https://ci.example"><img alt="CI" src="https://img.shields.io/x.svg"></a>\n\none',
    'one',
  ],
  [
    'contents by a tool',
    'one\n\n<!-- START doctoc -->\n\n- [A](#a)\n- [B](#b)\n\n<!-- END doctoc -->\n\ntwo',
    'one\n\ntwo',
  ],
  ['contents by hand', 'one\n\n- [A](#a)\n  - [B](#b)\n- [C](#c)\n\ntwo', 'one\n\ntwo'],
  [
    'contents with several links a line',
    'one\n\n- [A](#a)\n  - Static: [b](#b), [c](#c)\n- [D](#d)\n\ntwo',
    'one\n\ntwo',
  ],
  ['contents by a mark', 'one\n\n[[toc]]\n\n[TOC]\n\n{:toc}\n\ntwo', 'one\n\ntwo'],
])('%s is no text', (_, page, expected) => {
  expect(texts(page)).toEqual([expected])
  expect(texts(page).flatMap(junkOf)).toEqual([])
})

test.each([
  ['a data URI that is written about', 'Use `data:image/png;base64,` before it.'],
  ['a long address', `See https://example.org/${'a-long-path/'.repeat(30)}`],
  ['two links to anchors', '- [A](#a)\n- [B](#b)'],
  ['anchors with a sentence each', '- [A](#a): one\n- [B](#b): two\n- [C](#c): three'],
  ['a checksum', `sha256: ${'0123456789abcdef'.repeat(4)}`],
  ['a text without spaces', '節點走。'.repeat(200)],
  ['a placeholder in code', 'Write `{{ message }}` and `{% raw %}`.'],
])('%s is text', (_, page) => {
  expect(texts(page)).toEqual([page])
})

test.each([
  [
    'a data URI',
    `const a = 'data:image/png;base64,${long}'`,
    "const a = 'data:image/png;base64,…'",
  ],
  ['a drawn path', `<path d="${path}"/>`, '<path d="…"/>'],
  [
    'base64',
    `-----BEGIN CERTIFICATE-----\n${wrapped}\n-----END CERTIFICATE-----`,
    '-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----',
  ],
])('in code, %s gives way to a sign', (_, code, expected) => {
  expect(texts(`\`\`\`js\n${code}\n\`\`\``)).toEqual([`\`\`\`js\n${expected}\n\`\`\``])
})

test('a footnote stays with the sentence that refers to it', () => {
  const filler = `${'A sentence about robots. '.repeat(45)}\n\n`.repeat(4)
  const page = `The limit is 5 V.[^volt]\n\n${filler}[^volt]: Some boards take\n    3 V only.\n\n[^free]: Nothing refers to this.`
  const found = texts(page)
  expect(found[0]).toContain('The limit is 5 V.[^volt]\n\n[^volt]: Some boards take\n    3 V only.')
  expect(found.join('\n').match(/3 V only/g)).toHaveLength(1)
  expect(found.at(-1)).toContain('[^free]: Nothing refers to this.')
})
