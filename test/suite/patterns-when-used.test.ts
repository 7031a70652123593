import { expect, test } from 'vitest'
import { withPatternsWhenUsed } from '../../dev/suite/patterns-when-used.ts'

const cases = [
  [
    'a constant',
    String.raw`const word = /\p{L}+/gu
export default ['one two'.match(word), word.exec('one'), { word }.word.lastIndex]`,
  ],
  [
    'a pattern in a function',
    String.raw`const isWord = (text) => /^\p{L}+$/u.test(text)
export default [isWord('one'), isWord('1'), isWord('two')]`,
  ],
  [
    'all of a text',
    String.raw`const bare = (text) => text.replace(/[^\p{L}/'"]+/gu, '').replaceAll(/\p{Lu}/gu, (x) => bare(x.toLowerCase()))
export default [bare('One, Two/3'), bare('four')]`,
  ],
  [
    'a pattern that remembers where it was',
    String.raw`const count = (text) => { const word = /\p{L}+/gu; let n = 0; while (word.exec(text)) n += 1; return n }
const first = (text) => /\p{L}+/gu.test(text)
export default [count('one two'), count('three'), first('a b'), first('a b'), first('a b')]`,
  ],
  [
    'a method',
    String.raw`class Text { isOne = () => /\p{Nd}/u.test('1'); word(text) { return /\p{L}/iu.test(text) } }
export default [new Text().isOne(), new Text().word('!')]`,
  ],
] as const

test.each(cases)('%s finds what it found, and is not made before', async (_, code) => {
  const later = withPatternsWhenUsed('text.js', code)
  expect(later).not.toMatch(/\/[^/\n]*\\p[^/\n]*\/[a-z]+/)
  expect(await exportedBy(later)).toEqual(await exportedBy(code))
})

test('every line stays where it was', () => {
  for (const [, code] of cases) {
    const [lines, before] = [withPatternsWhenUsed('text.js', code).split('\n'), code.split('\n')]
    expect(lines).toHaveLength(before.length)
    expect(lines.at(-1)?.slice(0, 15)).toBe(before.at(-1)?.slice(0, 15))
  }
})

test('a pattern in a function is made once, unless it remembers where it was', () => {
  const shared = withPatternsWhenUsed('text.ts', String.raw`const f = () => /\p{L}/u.test(text)`)
  expect(shared).toContain('(madePattern0 ??= new RegExp("\\\\p{L}", "u")).test(text)')
  const own = withPatternsWhenUsed('text.ts', String.raw`const f = () => /\p{L}/gu.test(text)`)
  expect(own).toBe('const f = () => new RegExp("\\\\p{L}", "gu").test(text)')
})

test('a type that names a constant stays', () => {
  const code = String.raw`const word = /\p{L}/u
const same: typeof word = word as typeof word`
  const later = withPatternsWhenUsed('text.ts', code)
  expect(later).toContain('const same: typeof word = word() as typeof word')
})

test.each([
  ['is exported', String.raw`export const word = /\p{L}/u`],
  ['is exported by its name', String.raw`const word = /\p{L}/u; export { word }`],
  ['shares its name', String.raw`const word = /\p{L}/u; const f = (word) => word.test('')`],
  ['may be set again', String.raw`let word = /\p{L}/u`],
  ['names no property', "const word = /[a-z]/u; const f = () => /[a-z]/g.test('')"],
  ['is a part of something', String.raw`const words = [/\p{L}/u]`],
])('a pattern that %s stays as it is', (_, code) => {
  expect(withPatternsWhenUsed('text.ts', code)).toBe(code)
})

async function exportedBy(code: string): Promise<unknown> {
  const module: unknown = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`
  )
  return typeof module === 'object' && module !== null && 'default' in module && module.default
}
