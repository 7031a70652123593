const made = new Map<string, RegExp>()

/**
 * Any of the alternatives as whole words, in letters of either case. \b knows no letters with accents,
 * and where a script has no spaces, a word may stand between any two characters.
 */
export function anyWord(alternatives: string): RegExp {
  const known = made.get(alternatives)
  if (known) return known
  const joined = alternatives
    .trim()
    .replace(/\s*\n\s*(?=\|)/g, '')
    .replace(/\s*\n\s*/g, ' ')
  const isSpaced = !/\p{sc=Han}/u.test(joined)
  const word = isSpaced ? `(?<![\\p{L}\\p{N}])(?:${joined})(?![\\p{L}\\p{N}])` : joined
  const pattern = new RegExp(word, 'iu')
  made.set(alternatives, pattern)
  return pattern
}
