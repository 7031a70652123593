const wordsOf = new Intl.Segmenter('en', { granularity: 'word' })

/** The words of a text, lightly stemmed, without those that carry no content. */
export function contentStems(text: string): string[] {
  const words = [...wordsOf.segment(text.toLowerCase().replaceAll('_', ' '))]
  return words
    .filter(({ segment, isWordLike }) => isWordLike && !stopWords.has(segment))
    .map(({ segment }) => stem(segment.replace(/['’]s$/, '')))
}

// Enough to join plural and singular, and a verb's forms.
function stem(word: string): string {
  if (word.length < 4) return word
  return word
    .replace(/ies$/, 'y')
    .replace(/(?<=[^s])s$/, '')
    .replace(/(?<=.{3})(ing|ed|er|or|ion|ation|ly)$/, '')
    .replace(/(?<=.{3})e$/, '')
    .replace(/([bdgmnprt])\1$/, '$1')
}

const stopWords = new Set(
  `a about above after again all also am an and any are as at be because been being between both but
  by can could describe did do does doing don't each else even ever every explain for from get give
  had happen happened happens has have having he her here hers him his how i i'm if in into is it it's its just let like may
  many me mean means might more most must my need needed needs no nor not of off on once one only or other our out over
  please same say she should show so some something such tell than that that's the their them then
  there these they thing this those through to too under until up us use used using very want was way
  we were what what's when where which while who whom whose why will with work works would you your`.split(
    /\s+/,
  ),
)
