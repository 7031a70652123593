// What a documentation site's pages say most, in the order of how often: words that full text leaves
// out, and words that it keeps. The rest of the vocabulary is made up.
const stopWords =
  'the to a of and in is for you that this with be on it are as can or an if by from not when your will at which have has all do but so any'.split(
    ' ',
  )
const commonWords =
  `use value set file name example function type data default create return option list server
  object run user string change request command time call method page key work number add field
  support version configuration line code client error need application access specify following
  system service table start database property query parameter event response document format test
  update contain message path available process order result map index read write variable section
  resource state package build class control group model project select install source module cache
  account storage object host network image action address attribute label token policy script node
  role view log check size limit provide require allow include define enable manage connect deploy
  delete load`.split(/\s+/)
const madeUp = 40_000
const onsets = 'b c d f g h k l m n p r s t v br cl dr fl gr pl pr st tr'.split(' ')
const vowels = 'a e i o u ai ea ou'.split(' ')
const codas = 'n r l t m s nd rk x'.split(' ')

// Zipf and Mandelbrot: how often the word of a rank is said is 1 / (rank + offset). With this offset
// the commonest stands in about half of the passages, as "use" does in documentation.
const offset = 8

export interface Vocabulary {
  stopWord: () => string
  /** A content word, by how often it is said. */
  word: () => string
  /** The content word of a rank; 0 is the commonest. */
  ranked: (rank: number) => string
  size: number
}

/** The words of a made-up documentation site, drawn by their frequencies. */
export function createVocabulary(random: () => number): Vocabulary {
  const words = [
    ...new Set([...commonWords, ...Array.from({ length: madeUp }, () => make(random))]),
  ]
  const span = Math.log((words.length + offset) / offset)
  const pick = (list: readonly string[], at: number) => list[Math.min(list.length - 1, at)] ?? ''
  return {
    stopWord: () => pick(stopWords, Math.floor(stopWords.length ** random()) - 1),
    word: () => pick(words, Math.floor(offset * (Math.exp(random() * span) - 1))),
    ranked: (rank) => pick(words, rank),
    size: words.length,
  }
}

function make(random: () => number): string {
  const one = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const syllables = 2 + Math.floor(random() * 2)
  return Array.from({ length: syllables }, () => one(onsets) + one(vowels)).join('') + one(codas)
}
