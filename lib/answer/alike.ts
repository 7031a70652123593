import { subjectsOf } from './subjects.ts'

/**
 * Whether two questions that an embedding finds near, and whose guards are the same, may have one
 * answer: they ask in the same way (when, where, why) about the same subjects. One word more is
 * allowed where it stands apart, as in "what do I run to start it"; beside a word of the other it
 * would make another thing of that, as in "delete a webhook delivery".
 */
export function areAlike(one: string, other: string): boolean {
  if (kindOf(one) !== kindOf(other) || turnsOf(one) !== turnsOf(other)) return false
  const [left, right] = [subjectsOf(one), subjectsOf(other)]
  if (goesOtherWay(one, other, left)) return false
  const shared = [...left].filter((word) => right.has(word))
  const own = [...left, ...right].filter((word) => !(left.has(word) && right.has(word)))
  const [extra] = own
  if (extra === undefined) return shared.length > 0
  const longer = left.has(extra) ? one : other
  return own.length === 1 && shared.length > 1 && standsApart(extra, longer, shared)
}

const kinds: [string, RegExp][] = [
  ['much', /\bhow (?:many|much)\b|\bwie ?viele?\b|\bcu[aá]nt[oa]s?\b|\bcombien\b|多少|几个/iu],
  ['long', /\bhow long\b|\bwie lange\b|多久/iu],
  ['often', /\bhow often\b|\bwie oft\b/iu],
  ['why', /\bwhy\b|\bhow come\b|\bwarum\b|\bwieso\b|\bpor qu[eé]\b|\bpourquoi\b|为什么|为何/iu],
  ['when', /^(?:and )?when\b|\bwhat time\b|^wann\b|^¿?cu[aá]ndo\b|^quand\b|什么时候|何时/iu],
  ['where', /^(?:and )?where\b|^wo\b|^¿?(?:en )?d[oó]nde\b|^où\b|哪里|哪儿/iu],
  ['who', /^(?:and )?who\b|^wer\b|^¿?qui[eé]n(?:es)?\b|^qui\b|谁/iu],
]

const kindOf = (question: string) => kinds.find(([, sign]) => sign.test(question.trim()))?.[0]

// Words so common that they count as no subject, though they can turn a question round.
const turning = /\b(?:before|after|over|under|out|up|more|most|only|other)\b|之前|之后|以前|以后/giu

const turnsOf = (question: string) => [...question.toLowerCase().matchAll(turning)].sort().join()

const directed = /\b(from|to|into|onto|by|von|nach|zu|durch|desde|hasta|vers|depuis|par)\b/giu

/** Whether one asks of the way from a thing, and the other of the way to it. */
function goesOtherWay(one: string, other: string, subjects: Set<string>): boolean {
  const [mine, its] = [directionsOf(one), directionsOf(other)]
  return [...subjects].some((word) => {
    const [way, back] = [mine.get(word), its.get(word)]
    return way !== undefined && back !== undefined && way !== back
  })
}

// Where the next word is looked for, in characters.
const wordAhead = 60

/** Each word that follows a preposition of direction, with that preposition. */
function directionsOf(question: string): Map<string, string> {
  return new Map(
    [...question.matchAll(directed)].flatMap((match) => {
      const after = match.index + match[0].length
      const [next] = subjectsOf(question.slice(after, after + wordAhead))
      return next ? [[next, match[0].toLowerCase()] as const] : []
    }),
  )
}

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

const genitive = /^(?:of|von|de|du|des|del|di)$/i

/** Whether this word neither stands beside a subject of both questions nor has one, as in "cost of". */
function standsApart(extra: string, question: string, shared: string[]): boolean {
  const words = [...segmenter.segment(question)].flatMap(({ segment, isWordLike }) =>
    isWordLike ? [segment] : [],
  )
  const at = words.findIndex((word) => subjectsOf(word).has(extra))
  const isShared = (word = '') => [...subjectsOf(word)].some((subject) => shared.includes(subject))
  return (
    at >= 0 && !genitive.test(words[at + 1] ?? '') && ![words[at - 1], words[at + 1]].some(isShared)
  )
}
