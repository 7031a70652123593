// Default-ignorable code points (zero width, tags, variation selectors, fillers), the controls of
// writing direction, private use, what Unicode has not assigned, controls but for tabs and line ends,
// and the marks of interlinear notes.
const unseen = /[\p{DI}\p{Bidi_C}\p{Co}\p{Cn}\u{FFF9}-\u{FFFB}]|(?![\t\n\r])\p{Cc}/gu

// Most texts hold nothing but Latin letters and their punctuation, of which the only unseen one is left out here.
const unusual = /[^\t\n\r -~\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E]/

// Scripts whose words are spelt with joiners: the same letters read differently without them.
const joining =
  '\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}\\p{Script=Mongolian}'
const neededBehind = new RegExp(`[${joining}]$`, 'u')
const neededBefore = new RegExp(`^[${joining}]`, 'u')
const joiner = /^[\u200C\u200D]$/
// Mongolian letters choose their form by a selector of their own.
const mongolianSelector = /^[\u180B-\u180D\u180F]$/

/**
 * A text without the characters that its reader cannot see, which could tell a model what no person
 * reads. One joiner stays between letters of a script that is spelt with it. As it is where nothing
 * is hidden.
 */
export const visible = (text: string): string => (unusual.test(text) ? withoutUnseen(text) : text)

const withoutUnseen = (text: string): string =>
  text.replace(unseen, (character, at: number) => {
    const before = text.slice(Math.max(0, at - 2), at)
    if (joiner.test(character)) {
      const after = text.slice(at + 1, at + 3)
      return neededBehind.test(before) && neededBefore.test(after) ? character : ''
    }
    return mongolianSelector.test(character) && /\p{Script=Mongolian}$/u.test(before)
      ? character
      : ''
  })
