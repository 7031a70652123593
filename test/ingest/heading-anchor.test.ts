import GithubSlugger from 'github-slugger'
import { expect, test } from 'vitest'
import { createAnchors, separateId, slugOf } from '../../lib/ingest/split/heading-anchor.ts'

test('anchors are those of github-slugger, repeats included', () => {
  const headings = [
    'Foo',
    'Foo',
    'foo 1',
    'Foo',
    'Über Knoten',
    '節點 & 話題',
    'a--b',
    '`x()`',
    '',
    '',
  ]
  const slugger = new GithubSlugger()
  const anchorOf = createAnchors()
  expect(headings.map((heading) => anchorOf(heading))).toEqual(
    headings.map((heading) => slugger.slug(heading)),
  )
})

test('every letter github-slugger knows makes the same slug here', () => {
  const slugger = new GithubSlugger()
  for (let code = 0; code < 0x30000; code += 1) {
    const letter = String.fromCodePoint(code)
    slugger.reset()
    const expected = slugger.slug(letter)
    // Letters newer than github-slugger's Unicode stay here and vanish there.
    if (expected !== '' && letter.isWellFormed()) expect(slugOf(letter)).toBe(expected)
  }
})

test('an explicit id takes no part in counting repeats', () => {
  const anchorOf = createAnchors()
  expect([anchorOf('A', 'b'), anchorOf('B'), anchorOf('B')]).toEqual(['b', 'b', 'b-1'])
})

test.each([
  ['A {#b}', { text: 'A', id: 'b' }],
  ['A {/* #b */}', { text: 'A', id: 'b' }],
  ['A{#b-c_d}  ', { text: 'A', id: 'b-c_d' }],
  ['A {b}', { text: 'A {b}' }],
  ['A {#}', { text: 'A {#}' }],
  ['A {#b} c', { text: 'A {#b} c' }],
])('%j gives its id', (heading, expected) => {
  expect(separateId(heading)).toEqual(expected)
})
