const sentencesOf = new Intl.Segmenter('en', { granularity: 'sentence' })
const wordsOf = new Intl.Segmenter('en', { granularity: 'word' })

const fence = /^\s*(```|~~~)[\s\S]*?^\s*\1[^\n]*$|^\s*(```|~~~)[\s\S]*/gm
const notProse = /^\s*(#{1,6}\s|\||:::|!\[|<\/?[a-zA-Z]|(import|export)\s.*['"]|[-*_=]{3,}\s*$)/
const marker = /^\s*(?:>\s*)*(?:[-*+]|\d+[.)])\s+|^\s*(?:>\s*)+/

/** The sentences of a Markdown text's prose: no headings, table rows, code or markup lines. */
export function splitSentences(markdown: string): string[] {
  const blocks: string[] = []
  let open = false
  for (const line of markdown.replace(fence, '\n').split('\n')) {
    const isProse = line.trim() !== '' && !notProse.test(line)
    const previous = blocks.at(-1)
    if (isProse && open && previous !== undefined && !marker.test(line)) {
      blocks[blocks.length - 1] = `${previous} ${line.trim()}`
    } else if (isProse) {
      blocks.push(line.replace(marker, '').trim())
    }
    open = isProse
  }
  return blocks.flatMap(inSentences).filter((sentence) => !sentence.endsWith(':'))
}

// The segmenter ends a sentence after "e.g." and the like; what follows belongs to it.
function inSentences(block: string): string[] {
  const whole: string[] = []
  for (const { segment } of sentencesOf.segment(block)) {
    const previous = whole.at(-1)
    const goesOn =
      previous !== undefined &&
      /(\b(e\.g|i\.e|etc|vs|cf|Fig|Dr|Mr|Ms)\.|\b[A-Z]\.)\s*$/.test(previous)
    if (goesOn) whole[whole.length - 1] = previous + segment
    else whole.push(segment)
  }
  return whole.map((sentence) => sentence.trim()).filter((sentence) => /\p{L}/u.test(sentence))
}

/** The words of a text, lightly stemmed, without those that carry no content. */
export function contentStems(text: string): string[] {
  const words = [...wordsOf.segment(text.toLowerCase().replaceAll('_', ' '))]
  return words
    .filter(({ segment, isWordLike }) => isWordLike && !stopWords.has(segment))
    .map(({ segment }) => stem(segment))
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
  had has have having he her here hers him his how i i'm if in into is it it's its just let like may
  me mean means might more most must my need no nor not of off on once one only or other our out over
  own please same say she should show so some something such tell than that that's the their them then
  there these they thing this those through to too under until up us use used using very want was way
  we were what what's when where which while who whom whose why will with work works would you your`.split(
    /\s+/,
  ),
)
