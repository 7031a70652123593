/** One list in every language that has it, by the language's code. */
type WordList = Readonly<Record<string, string>>

/** The words of a text that separates them by spaces and line breaks. */
export const wordsOf = (text: string): string[] => text.trim().split(/\s+/)

/** The lines of a text that say something, without the space around them. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** The words of a list in all of its languages. */
export const allWords = (list: WordList): string[] => Object.values(list).flatMap(wordsOf)

/** The lines of a list in all of its languages. */
export const allLines = (list: WordList): string[] => Object.values(list).flatMap(linesOf)

/** Lines that begin with a meaning, as a map from each of the words behind it to that meaning. */
export const meanings = (lines: string[]): Map<string, string> =>
  new Map(
    lines.flatMap((line) => {
      const [meaning = '', ...words] = wordsOf(line)
      return words.map((word) => [word, meaning] as const)
    }),
  )
