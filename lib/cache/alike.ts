import { plainQuestion } from '../retrieval/plain-question.ts'
import { haveSimilarSubjects } from './reworded.ts'
import { changeRoles } from './roles.ts'
import { inOneWord, subjectsIn } from './subjects.ts'

/**
 * Whether two questions that an embedding finds near, and whose guards are the same, may have one
 * answer: they ask in the same way (when, where, why) about the same subjects, in the same roles,
 * and about all of them or about one. Of questions that are very near, some subjects may have other
 * words.
 */
export function areAlike(one: string, other: string, cosine = 0): boolean {
  const [mine, its] = [one, other].map((question) =>
    inOneWord(plainQuestion(question)).replace(emphasis, ' '),
  ) as [string, string]
  if (kindOf(mine) !== kindOf(its) || turnsOf(mine) !== turnsOf(its)) return false
  if (isOtherDeed(mine, its) || namesOf(mine) !== namesOf(its)) return false
  if (isAnother(mine, its) || isAnother(its, mine)) return false
  if (asksForAll(mine, its) || asksForAll(its, mine)) return false
  if (changeRoles(mine, its)) return false
  const [left, right] = [subjectsIn(one).sort(), subjectsIn(other).sort()]
  if (left.length > 0 && left.join('\n') === right.join('\n')) return true
  return haveSimilarSubjects(one, other, cosine)
}

// What stresses a question and asks for nothing else.
const emphasis = /\s(?:exactly|actually|really|precisely)(?=\s)/giu

const kinds: [string, RegExp][] = [
  ['much', /\bhow (?:many|much)\b|\bwie ?viele?\b|\bcu[aá]nt[oa]s?\b|\bcombien\b|多少|几个/iu],
  ['long', /\bhow long\b|\bwie lange\b|多久/iu],
  ['often', /\bhow often\b|\bwie oft\b/iu],
  ['why', /\bwhy\b|\bhow come\b|\bwarum\b|\bwieso\b|\bpor qu[eé]\b|\bpourquoi\b|为什么|为何/iu],
  ['when', /^(?:and )?when\b|\bwhat time\b|^wann\b|^¿?cu[aá]ndo\b|^quand\b|什么时候|何时/iu],
  ['where', /^(?:and )?where\b|^wo\b|^¿?(?:en )?d[oó]nde\b|^où\b|哪里|哪儿/iu],
  ['use', /^what (?:do|does|is|are) (?!i\b|we\b|you\b).* (?:do|for)\W*$|\bthe use of\b/iu],
  ['who', /^(?:and )?who\b|^wer\b|^¿?qui[eé]n(?:es)?\b|^qui\b|谁/iu],
]

const kindOf = (question: string) => kinds.find(([, sign]) => sign.test(question.trim()))?.[0]

// Deeds so common that they count as no subject. Each line one, where it is what is asked about.
const deeds = new Map(
  `use uses used using try tries
  get gets take takes find finds
  make makes
  need needs
  want wants like likes
  know knows
  show shows explain explains describe describes tell tells`
    .split('\n')
    .flatMap((line, index) =>
      line
        .trim()
        .split(' ')
        .map((word) => [word, index] as const),
    ),
)

const deed =
  /\b(?:(?:do|does|did|can|could|may) (?:i|we|you|one|they)|who|what) (?:have to |need to |want to )?(?<verb>[a-z]+)(?! (?:to|like|about)\b)/iu

/** Whether one is of another deed: "how do I get a token?" and "how do I use a token?". */
function isOtherDeed(one: string, other: string): boolean {
  const [mine, its] = [one, other].map((question) => {
    const { verb = '' } = deed.exec(question)?.groups ?? {}
    return deeds.get(verb.toLowerCase())
  })
  return mine !== undefined && its !== undefined && mine !== its
}

const named =
  /\b(need|want|know|like|tell|explain|describe|show|help|make|get|use|try|take|find|work|go) (?=(?:command|method|function|statement|keyword|button|option|flag|hook|tool|mode|page)s?\b)/giu

/** Words that only ask elsewhere, as names of commands and the like. */
const namesOf = (question: string) =>
  [...question.toLowerCase().matchAll(named)]
    .map(([, name]) => name)
    .sort()
    .join()

// Words so common that they count as no subject, though they can turn a question round.
const turning = /\b(?:before|after|over|under|out|up|more|most|only|other)\b|之前|之后|以前|以后/giu

const turnsOf = (question: string) => [...question.toLowerCase().matchAll(turning)].sort().join()

/** Whether one asks for one thing, and the other for another of the same. */
const isAnother = (one: string, other: string) =>
  /\bone\b/i.test(one) && !/\bone\b/i.test(other) && /\banother\b/i.test(other)

const all =
  /(?<!\p{L})(?:all|every|alle[mnrs]?|tod[oa]s|tou(?:s|tes)|tutt[ei]) (?:(?:the|of|my|our|die|der|l[oa]s|les|des) )*([\p{L}\p{N}_-]+)|所有/giu

/** Whether one asks for all of what the other has no word for but one: "all keys", and "a key". */
function asksForAll(one: string, other: string): boolean {
  if (other.search(all) >= 0) return false
  return [...one.matchAll(all)].some(
    ([, plural]) => plural === undefined || !wordsOf(other).includes(plural.toLowerCase()),
  )
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}_-]+/gu) ?? []
