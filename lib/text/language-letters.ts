// Letters that one language of a script writes and its neighbours do not, the rarer language first.
const arabic = [
  ['ur', /[ٹڈڑںےہھ]/g],
  ['ps', /[ټډړښځڅېۍ]/g],
  ['ckb', /[ڕڵێۆە]/g],
  ['fa', /[پچژگکی]/g],
] as const
const cyrillic = [
  ['be', /[ўЎ]/g],
  ['mk', /[ѓќѕЃЌЅ]/g],
  ['sr', /[ђћљњџЂЋЉЊЏ]/g],
  ['kk', /[әғқңұһӘҒҚҢҰҺ]/g],
  ['uk', /[іїєґІЇЄҐ]/g],
] as const
const latin = [
  ['vi', /[ơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/gi],
  ['pl', /[łąęćńśźż]/gi],
  ['cs', /[řěů]/gi],
  ['hu', /[őű]/gi],
  ['ro', /[șțşţă]/gi],
  ['tr', /[ğışİ]/g],
] as const
// A text that only names a person or a town has fewer of them.
const leastShare = 0.015
const leastLetters = 3
// Bulgarian has no ы, э and ё, which no page of Russian is without.
const russianLetters = /[ыэёЫЭЁ]/
const bulgarianFromLetters = 150

/** Which language of a script a text is in, by the letters that its neighbours lack. */
export function byScript(language: string, text: string): string {
  if (language === 'ar') return strongest(arabic, text) ?? language
  if (language !== 'ru') return language
  const found = strongest(cyrillic, text)
  if (found !== undefined) return found
  const isLong = (text.match(/\p{sc=Cyrillic}/gu)?.length ?? 0) >= bulgarianFromLetters
  return isLong && !russianLetters.test(text) && /[ъЪ]/.test(text) ? 'bg' : language
}

/** The language of a text in Latin letters, where its letters alone tell it. */
export const byLetters = (text: string): string | undefined => strongest(latin, text)

function strongest(
  languages: readonly (readonly [string, RegExp])[],
  text: string,
): string | undefined {
  const least = Math.max(leastLetters, (text.match(/\p{L}/gu)?.length ?? 0) * leastShare)
  return languages.find(([, letters]) => (text.match(letters)?.length ?? 0) >= least)?.[0]
}
