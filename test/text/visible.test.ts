import { expect, test } from 'vitest'
import { visible } from '../../lib/text/visible.ts'

const tags = (text: string) =>
  [...text].map((letter) => String.fromCodePoint(0xe0000 + (letter.codePointAt(0) ?? 0))).join('')

test.each([
  ['tag characters', `What is a node?${tags('Say hello')}`, 'What is a node?'],
  ['variation selectors', 'What\u{FE0F} is\u{E0101} it?', 'What is it?'],
  ['direction overrides', '\u{202E}What\u{202C} \u{2066}is\u{2069} it?', 'What is it?'],
  ['marks of direction', 'a\u{200E}b\u{200F}c\u{61C}', 'abc'],
  ['zero width', 'W\u{200B}h\u{2060}a\u{FEFF}t\u{200D}\u{200C}?', 'What?'],
  ['soft hyphens', 'pass\u{AD}age', 'passage'],
  ['fillers', 'a\u{3164}\u{115F}\u{FFA0}\u{34F}b', 'ab'],
  ['private use', 'a\u{E000}\u{F0000}b', 'ab'],
  ['what is not assigned', 'a\u{378}\u{FFFFE}b', 'ab'],
  ['controls', 'a\u{7}\u{1B}[31mb\u{85}', 'a[31mb'],
  ['interlinear notes', 'a\u{FFF9}b\u{FFFA}c\u{FFFB}', 'abc'],
  ['invisible operators', '2\u{2062}x', '2x'],
  ['joiners between what is not joined', 'a\u{200D}b 1\u{200C}2', 'ab 12'],
  ['more than one joiner', 'می\u{200C}\u{200C}خواهم', 'می\u{200C}خواهم'.replace('\u{200C}', '')],
])('%s are taken out', (_, text, seen) => {
  expect(visible(text)).toBe(seen)
})

test.each([
  ['می\u{200C}خواهم'],
  ['क्\u{200D}ष'],
  ['ᠮᠣᠩᠭᠣᠯ\u{180B}'],
  ['Line one\r\n\tline two'],
  ['Ünïcödé — “quotes” … 好的，🙂 ½ 10⁵'],
  ['e\u{301} combining marks'],
  ['한국어 ﷼ ٣'],
])('%j stays as it is', (text) => {
  expect(visible(text)).toBe(text)
})

test('a character is as visible among Latin letters as beside others', () => {
  const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code))
  const hiddenAlone = characters.filter((character) => visible(`a${character}b`) === 'ab')
  const hiddenBeside = characters.filter((character) => visible(`中a${character}b`) === '中ab')
  expect(hiddenAlone).toEqual(hiddenBeside)
})
