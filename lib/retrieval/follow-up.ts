import type { Turn } from '../chat/turn.ts'
import { contentWords } from '../text/words.ts'

/**
 * Whether a question may need the ones before it to be understood: it only continues ("what about
 * fog?"), points back ("how does it work?"), or names a part without its whole ("what are the
 * symptoms?"). Known of the question alone, so that any other waits for nothing.
 */
export function looksLikeFollowUp(question: string): boolean {
  return isOpen(plain(question)) || lacksItsWhole(plain(question))
}

/**
 * Whether a question needs the turns before it. The first one never does; one that names a part
 * without its whole does not either when it says itself what the conversation is about.
 */
export function needsContext(question: string, turns: Turn[]): boolean {
  const text = plain(question)
  if (turns.length === 0) return false
  return isOpen(text) || (lacksItsWhole(text) && !namesTheTopic(text, turns))
}

/**
 * A follow-up joined with the question before it, and where that is a follow-up too, with the one
 * before that, so that retrieval knows what it is about; and with the model's rewriting of it, which
 * may say it better, but must not lose what the reader has said.
 */
export function joined(question: string, turns: Turn[], rewritten = ''): string {
  const last = turns.at(-1)
  if (last === undefined) return question
  const before = turns.slice(0, -1)
  const first = needsContext(last.question, before) ? before.at(-1) : undefined
  return [rewritten, first?.question, last.question, question].filter(Boolean).join('\n')
}

const plain = (question: string) => question.normalize('NFKC').replace(/[’`]/g, "'").trim()

/** Any of these as whole words; \b knows no letters with accents. */
const anyOf = (alternatives: string, flags = 'iu') =>
  new RegExp(
    `(?<![\\p{L}\\p{N}_-])(?:${alternatives.replace(/\s*\n\s*/g, '')})(?![\\p{L}\\p{N}_-])`,
    flags,
  )

const theBook = 'book|guide|manual|handbook|docs|documentation|tutorial|page|site|website|chapter'
const book = anyOf(`${theBook}|buch|handbuch|seite|libro|página|livre|书|本书`)

function isOpen(text: string): boolean {
  if (contentWords(text).length === 0) return !book.test(text)
  return continues.test(text) || pointsBack(text)
}

const continues = new RegExp(
  `^(?:(?:${[
    'and|but|also|then|so|ok(?:ay)?|no|yes|what about|how about|what else|another|tell me more',
    'und|oder|aber|wie sieht es (?:mit|bei)|was ist mit(?= \\S+\\s*\\?$)|mehr',
    'y|pero|entonces|qué (?:tal|pasa con)|et|mais|alors|qu.en est-il',
  ].join(
    '|',
  )})(?![\\p{L}\\p{N}_/-])|why not(?=\\s*\\?)|[¿]?y (?=\\p{L})|那|还有|然后|而且|但是)|呢\\s*\\?$`,
  'iu',
)

// Words that stand for something said before, and how many content words before them in the same
// question make them refer to those instead.
const pronouns: { word: RegExp; own: number }[] = [
  { word: anyOf("it|it's|they|they're|them|he|she|him|these|those|both|ones?", 'giu'), own: 4 },
  { word: anyOf('its|theirs?|his|hers?|there(?=\\s*[?.]?$)', 'giu'), own: 3 },
  { word: anyOf(`this(?! (?:${theBook}|section|project|product|week|year))`, 'giu'), own: 3 },
  {
    word: anyOf('(?<=(?:is|does|do|did|was|about|like|use|than|with|mean|why|how) )that', 'giu'),
    own: 3,
  },
  {
    word: anyOf(
      'es(?=\\s*[?.]?$)|er|ihn|ihm|ihre?[nmrs]?|dies(?:e[nmrs]?)?|davon|dafür|damit|dazu',
      'giu',
    ),
    own: 2,
  },
  { word: anyOf('ello|eso|esto|ellos|ellas|él|ella|sus?|suy[oa]s?', 'giu'), own: 2 },
  { word: anyOf('ça|cela|celui-ci|celle-ci|leurs?|ils|elles', 'giu'), own: 2 },
  { word: /-(?:il|elle|ils|elles)(?!\p{L})/giu, own: 3 },
  {
    word: /[它他她其](?!他|她|它|实|中|余)们?|这[个些]?(?=是|怎|为|有|要|能|可|会|吗|\?|$)/gu,
    own: 2,
  },
]

// "It" that stands for nothing: "is it possible to", "how long does it take to", "gibt es".
const empty = new RegExp(
  [
    '\\b(?:is|was) it (?:not |ever )?(?:possible|necessary|needed|required|allowed|ok|okay|recommended',
    '|advisable|better|best|good|bad|true|safe|enough|worth)(?: (?:to|that|if|for)|(?= \\w+ing))',
    '|\\b(?:does|do|did|will|would) it (?:take|mean) to|\\bit takes?\\b',
    '|\\b(?:gibt|ist|geht) es\\b|\\bes (?:gibt|ist)\\b|\\by a-t-il\\b|\\b(?:est|faut)-il\\b',
  ].join(''),
  'giu',
)

// "What is X and why is it important": what it stands for is in the clause before.
const secondClause =
  /(?:,|\band|\bor|\bbut|\bif)\s+(?:(?:why|how|what|where|when|who|is|are|was|were|does|do|did|can|should|would|will)\s+)+$/iu

function pointsBack(question: string): boolean {
  const text = question.replace(empty, ' ')
  return pronouns.some(({ word, own }) =>
    [...text.matchAll(word)].some(({ index }) => {
      const before = text.slice(0, index)
      const named = contentWords(before.replace(/'s?(?!\p{L})/gu, ' ')).length
      return named < own && !(named > 0 && secondClause.test(before))
    }),
  )
}

// Nouns that are always of something, and words that compare with something.
const part = anyOf(`advantages?|disadvantages?|amount|applications?|benefits?|breeds?|causes?
  |challenges?|characteristics?|characters|classes|components?|conclusions?|consequences?
  |differences?|drawbacks?|effects?|examples?|factors?|features?|findings|functions?|genres?|goals?
  |impacts?|implications?|kinds?|layers|levels?|limitations?|limits|main|members?|methods?|models?
  |objectives?|options|origins?|parts?|phases|problems?|process|properties|pros and cons|purpose
  |reasons?|relationships?|requirements|results?|risks?|role|similarit(?:y|ies)|solutions?|sources
  |stages|steps|symptoms?|techniques?|terms?|themes?|time|treatments?|types?|uses|variations?|variety
  |varieties|versions?|ways?
  |vorteile?|nachteile?|unterschiede?|ursachen?|folgen|ventajas|desventajas|diferencias?|causas
  |avantages|inconvénients|différences?|causes`)
const compared = anyOf(`additional|alternative|available|best|better|biggest|common|compare|differ
  |different|famous|fastest|first|help|important|key|largest|last|least|main|modern|most|natural
  |nearby|new|newest|next|older|oldest|other|popular|possible|similar|smallest|special|traditional
  |typical|unique|younger|youngest`)
const comparesWithNothing = anyOf('(?:compare|differ|different)(?=\\s*\\?*$)')
const anyAtAll = anyOf('(?<=^(?:are|is|were) )there|there to do|some|any')
const definite = new RegExp(`\\bthe (?!(?:${theBook})(?!\\p{L}))[\\p{L}\\d]`, 'iu')
const complement = /[\d_`/@#]|\p{Ll}\p{Lu}|(?<=\S\s+["'(]?)\p{Lu}|\bof\b/u
const command = anyOf('tell|describe|explain|give|show', 'giu')

function lacksItsWhole(text: string): boolean {
  const named = contentWords(text.replace(command, ' ')).length
  if (comparesWithNothing.test(text) || anyAtAll.test(text)) return named <= 5
  if (part.test(text) || compared.test(text)) return named <= 4
  return definite.test(text) && named <= (complement.test(text) ? 3 : 4)
}

/** Whether a word of the question that is no part and no comparison was said before. */
function namesTheTopic(text: string, turns: Turn[]): boolean {
  const words = contentWords(text)
  if (words.length < 4 || compared.test(text)) return false
  const said = new Set(turns.flatMap((turn) => contentWords(turn.question)))
  const own = contentWords(text.replace(/\bthe (?:\p{Lu}[\w-]* )*[\w-]+/gu, ' '))
  return own.some((word) => said.has(word) && !part.test(word))
}
