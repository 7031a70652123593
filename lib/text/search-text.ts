// Scripts that are written without spaces between words, and runs of them.
const unspaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}\p{sc=Myanmar}]{2,}/gu
const unspacedLanguages = new Set(['zh', 'ja', 'th', 'km', 'lo', 'my'])

// The configurations that Postgres 14 to 18 ships with.
const configs: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ar: 'arabic',
    ca: 'catalan',
    da: 'danish',
    de: 'german',
    el: 'greek',
    en: 'english',
    es: 'spanish',
    eu: 'basque',
    fi: 'finnish',
    fr: 'french',
    ga: 'irish',
    hi: 'hindi',
    hu: 'hungarian',
    hy: 'armenian',
    id: 'indonesian',
    it: 'italian',
    lt: 'lithuanian',
    nb: 'norwegian',
    ne: 'nepali',
    nl: 'dutch',
    nn: 'norwegian',
    no: 'norwegian',
    pt: 'portuguese',
    ro: 'romanian',
    ru: 'russian',
    sr: 'serbian',
    sv: 'swedish',
    ta: 'tamil',
    tr: 'turkish',
    yi: 'yiddish',
  }),
)

/** Text for full-text search: where a script has no spaces, words are set apart; code stays whole. */
export function searchText(text: string, language: string): string {
  const locale = unspacedLanguages.has(language) ? language : undefined
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' })
  return text.replace(unspaced, (run) => {
    const words = Array.from(segmenter.segment(run), ({ segment }) => segment)
    return ` ${words.join(' ')} `
  })
}

/** The Postgres text search configuration of a language; `simple` where there is none. */
export function searchConfigOf(language: string): string {
  return configs.get(language) ?? 'simple'
}
