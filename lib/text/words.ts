const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

// The words that carry no claim of their own, of the languages whose books are most common.
const stopWords = new Set(
  `a about after all also an and any are as at be because been but by can could did do does for from
  had has have he her him his how i if in into is it its itself just me might more most my no not of
  on one only or other our out over own she should so some such than that the their them then there
  these they this those through to too under up us use used very was we were what when where which
  while who why will with would you your
  der die das und oder ein eine ist sind im in den dem des mit von zu auf für wie was wer wo wann
  warum wieso welche welcher welches
  el la los las un una y o de del en es son que por con para como qué cómo
  cuál dónde cuándo
  le les une et ou du des est sont dans que qui pour avec comment pourquoi quel
  quelle quels quelles où quand
  的 了 是 在 和 有 什么 怎么 吗 呢 与 这 那 个
  为什么 哪 谁 多少`.split(/\s+/),
)

/** The stems of the words of a text that carry meaning, in order, lower-cased, with repeats. */
export function contentWords(text: string): string[] {
  const words: string[] = []
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (!isWordLike) continue
    const word = segment.toLowerCase()
    if (!stopWords.has(word)) words.push(stem(word))
  }
  return words
}

/** Whether a lower-cased word carries no claim of its own. */
export const isStopWord = (word: string): boolean => stopWords.has(word)

/** Strips the commonest English endings, so that "topics" meets "topic" and "trimmed" meets "trim". */
export function stem(word: string): string {
  if (word.length < 5) return word.length === 4 && word.endsWith('s') ? word.slice(0, 3) : word
  return word
    .replace(/(?:ies|ied)$/, 'y')
    .replace(/(?:ing|ed|es|s|ly|e)$/, '')
    .replace(/([bdgmnprt])\1$/, '$1')
}
