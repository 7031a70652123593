import { plainQuestion } from '../retrieval/plain-question.ts'
import { numberWords, units } from '../text/guard-words.ts'
import { detectLanguage } from '../text/language.ts'
import { contentWords } from '../text/words.ts'

/** What a question is about: the stems of its words, but for those of the asking itself. */
export const subjectsOf = (question: string): Set<string> => new Set(subjectsIn(question))

/** The same in their order, each as often as it is said. */
export function subjectsIn(question: string): string[] {
  const isEnglish = detectLanguage(question) === 'en'
  return wordsOf(inOneWord(plainQuestion(question)))
    .filter((word) => !askingElsewhere.has(word) && !isGuarded(word))
    .flatMap((word) => (isEnglish && homographs.has(word) ? [word] : stems(word)))
    .filter((word) => !asking.has(word))
    .map((word) => synonyms.get(word) ?? (isEnglish ? verbOf(word) : withoutEndings(word)))
}

/** A question with what takes several words in one, and ways of asking that are one in the same. */
export function inOneWord(question: string): string {
  const plain = question.replace(/’/g, "'").replace(/'(?:s|d|ll|m|ve|re)?(?!\p{L})/gu, '')
  return phrases.reduce((text, [phrase, word]) => text.replace(phrase, word), plain)
}

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

const wordsOf = (text: string) =>
  [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) =>
    isWordLike ? [segment.toLowerCase()] : [],
  )

/** Numbers and units in words are compared apart, so that "daily" meets "per day". */
const isGuarded = (word: string) => word.length > 2 && (units.has(word) || numberWords.has(word))

/** Stemmed twice, so that "settings" meets "setting". */
const stems = (text: string) => contentWords(text).flatMap((word) => contentWords(word))

/** The verb of a noun in -ation, so that "evaluation" meets "evaluate", where it means the same. */
const verbOf = (word: string) =>
  word.replace(/(?<=\p{L}{5})(?<!^(?:document|public|present))at(?:ion)?$/u, '')

// Words of English that are left out of other languages as saying nothing.
const homographs = new Set(['die', 'son', 'pour', 'den'])

const ending = /(?<=\p{L}{4})(?:en|er|est|et|es|em|ées|ée|és|é|ar|ir|as|os|an|n|e|t|o|a|s)$/u

/** Without the commonest endings of verbs and nouns in German and the Romance languages. */
function withoutEndings(word: string): string {
  const bare = word.replace(/^ge(?=\p{L}{5,}t$)/u, '').replace(ending, '')
  return synonyms.get(bare) ?? bare.replace(ending, '')
}

const phrases: [RegExp, string][] = [
  [/\b(?:turn|switch)(?:e[sd]|s|ed|ing)? on\b/giu, 'enable'],
  [/\b(?:turn|switch)(?:e[sd]|s|ed|ing)? off\b/giu, 'disable'],
  [/\b(?:turn|switch)((?: [\w-]+){1,4}) on(?= *(?:[?.!,;]|$))/giu, 'enable$1'],
  [/\b(?:turn|switch)((?: [\w-]+){1,4}) off(?= *(?:[?.!,;]|$))/giu, 'disable$1'],
  [/\bget(?:ting)? rid of\b/giu, 'delete'],
  [/\bset(?:ting)? up\b/giu, 'configure'],
  [/\bshut(?:ting)? down\b/giu, 'stop'],
  [/\b(?:to |with )?(?:each other|one another)\b/giu, ' '],
  [/\broll(?:ed|ing)? back\b/giu, 'undo'],
  [/\b(?:purpose|point) of\b/giu, 'use of'],
  [/\b(?:is|are|am|be) (?:allowed|permitted|able) to\b/giu, 'can'],
  [
    /\bwhat (?:is )?the (?:command|procedure|right way|best way|way) (?:to|for|of)\b/giu,
    'how do I',
  ],
  [/\bhow much time\b/giu, 'how long'],
  [/\best-ce qu(?:e |')/giu, ' '],
  [/(?<!\p{L})[jlcdnmst]'(?=\p{L})/giu, ' '],
  [/\bhow much ((?:do|does|did|will|would|is|are) .*\bcosts?\b)/giu, 'what $1'],
  [/\bwhere (?=(?:can|could|do) (?:i|we|you|one) (?:see|view|read)\b)/giu, 'how '],
  [/\bask(?:s|ing)? (?:a |my |some )?questions? (?=about|on)/giu, 'ask '],
  [
    /\bwhat (?:do|should|must|can) (?:i|we|you|one) (?:have to |need to )?(?:run|do|type|enter) to\b/giu,
    'how do I',
  ],
]

// Words that ask, and words that could as well be left out.
const asking = new Set(
  stems(`want need like know tell tells explain describe show shows help please way ways make
    makes made get gets able possible happen happens happened occur occurs work works working mean
    means meant use uses used using try take there's what's how's find found let thing things doing
    done going go best easiest simplest good proper right own new another further single alone each
    every any same exactly actually really just currently between procedure steps reader readers user
    users system assistant per whether may must shall cannot there here me my mine your yours we our they`),
)

// The same in other languages, as they are written: cut to a stem some would be words of English.
const askingElsewhere = new Set(
  `ich wir kann kannst können muss möchte soll gibt macht man mich mir mein meine ihr euer sich werden wird wurde passiert
  geschieht system am beim genau eigentlich
  puedo hacer hago hay tengo puede sirve se mi mis tu sus pasa ocurre
  peux puis fait faire dois je il elle ils elles on me mon ma mes faut sert peut
  这个 那个 如何 怎样 可以 一个 一下 都 是在 会 能 要 应该 请问 请 做 呢 吧 被`.split(/\s+/),
)

// Each line one meaning. What is missing here costs a hit, and never makes a wrong one.
const synonyms = new Map(
  `delete remove removing erase drop discard
  start begin launch trigger
  stop end quit halt
  enable activate
  disable deactivate
  change edit modify update alter adjust
  create add write
  view see look
  configure define specify setup
  error failure problem fault fail
  store save keep kept
  send post submit
  choose select pick
  allow permit
  check verify validate
  fix repair solve resolve
  down away unavailable offline unreachable
  answer reply response respond
  big large
  biggest largest highest greatest maximum
  smallest lowest minimum
  fast quick rapid
  several multiple
  earlier previous prior former
  contain include comprise
  communicate talk speak
  reduce decrease lower shrink
  increase raise
  forget purge clear
  cost price
  notify told
  difference differ different
  undo undone
  ring rung
  language languages
  löschen entfernen lösche entferne gelöscht
  eliminar borrar quitar elimino borro quito
  supprimer effacer`
    .split('\n')
    .flatMap((line) => {
      const [first = '', ...words] = stems(line)
      return [first, ...words].map((word) => [word, first] as const)
    }),
)
