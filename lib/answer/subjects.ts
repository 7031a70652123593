import { detectLanguage } from '../ingest/language.ts'
import { contentWords } from './words.ts'

/** What a question is about: the stems of its words, but for those of the asking itself. */
export function subjectsOf(question: string): Set<string> {
  const isEnglish = detectLanguage(question) === 'en'
  const words = question.replace(/[’']s?(?!\p{L})/gu, ' ').replace(/(\p{L})['’]re(?!\p{L})/gu, '$1')
  return new Set(
    stems(words)
      .filter((word) => !asking.has(word))
      .map((word) => synonyms.get(word) ?? (isEnglish ? word : withoutEnding(word))),
  )
}

/** Stemmed twice, so that "settings" meets "setting". */
const stems = (text: string) => contentWords(text).flatMap((word) => contentWords(word))

/** The commonest endings of verbs and nouns in German and the Romance languages. */
const withoutEnding = (word: string) =>
  word
    .replace(/^ge(?=\p{L}{5,}t$)/u, '')
    .replace(/(?<=\p{L}{4})(?:en|er|est|et|es|em|ées|ée|és|é|ar|ir|as|os|an|n|e|t|o|a|s)$/u, '')

// Words that ask, and words that could as well be left out.
const asking = new Set(
  stems(`want need like know tell tells explain describe show shows help please way ways make
    makes made get gets able possible happen happens happened work works working mean means meant use
    uses used using try take there's what's how's find found let thing things doing done going go best
    easiest simplest good proper right own new single alone each every any same exactly
    actually really just currently between procedure steps reader readers user users system assistant
    whether may must shall cannot there here me my mine your yours we our they
    kann muss möchte soll gibt macht man mich mir mein meine ihr euer sich werden wird wurde passiert
    geschieht system am beim genau eigentlich
    puedo hacer hago hay tengo puede sirve se mi mis tu sus pasa ocurre
    peux puis fait faire dois je il elle on me mon ma mes faut sert peut
    如何 怎样 可以 一个 一下 都 是在 会 能 要 应该 请问 请 做 呢 吧 被`),
)

// Each line one meaning. What is missing here costs a hit, and never makes a wrong one.
const synonyms = new Map(
  `delete remove removing erase drop discard
  start begin launch
  stop end quit halt
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
