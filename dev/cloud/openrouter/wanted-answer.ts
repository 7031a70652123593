/** What a question wants for an answer, as far as its wording tells. */
export interface WantedAnswer {
  /** Several things: a list or a table. */
  enumerates: boolean
  /** What these things are called: "events" of "which events are there?". */
  things: string
  /** How something is done: steps or a command. */
  instructs: boolean
  /** What something is. */
  defines: boolean
  /** A place: where something is kept, or how it is reached. */
  locates: boolean
  /** Yes or no. */
  confirms: boolean
  /** A number of this look. */
  number?: RegExp
  /** Words that only ask: the answer need not say "keep" to tell where something is kept. */
  asking: RegExp
  /** What is counted: "deliveries" of "how many deliveries a second?". */
  counted: string
}

const numeral =
  '(?:\\d[\\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|sixty|hundred)'
// How long a text may be is told in characters, and how long a thing is in metres.
const length =
  'characters?|bytes|KiB|tokens|words|lines|pages|(?:milli|centi|kilo)?met(?:re|er)s?|mm|cm|km|m|inch(?:es)?|feet|foot|yards?|miles?'
const time = '(?:ms|s|milliseconds?|seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?)'
const numbers = [
  {
    asked: /\bhow long\b/i,
    given: new RegExp(
      `\\b${numeral}\\W{0,2} ?(?:${time}|${length})\\b|\\b(?:for good|until|as long as)\\b|_MS\\b|_SECONDS\\b`,
      'i',
    ),
  },
  {
    asked: /\bhow often\b/i,
    given: new RegExp(
      `\\b${numeral}\\b|\\b(?:every|each) (?:\\w+ )?${time}\\b|\\b(?:once|twice|nightly|hourly|daily|weekly)\\b`,
      'i',
    ),
  },
  { asked: /\b(?:which|what) year\b/i, given: /\b[12]\d{3}\b/ },
  { asked: /\b(?:which|what(?: is|'s)?)(?: the)?(?: \w+)? port\b/i, given: /\b\d{2,5}\b/ },
  {
    asked:
      /\bhow (?:many|large|big|much|old|fast|far)\b|\b(?:which|what) (?:version|number|status)\b|\bwhat(?: is|'s) the (?:exit code|maximum|minimum|limit|largest|longest|smallest|most|number|size|length|price)\b/i,
    given: new RegExp(`\\b${numeral}\\b`, 'i'),
  },
]

const severalThings =
  /\b(?:which|what)(?: (?!(?:the|an?|does|do|did|is|are|can|may|will)\b)[\w-]+){0,2}(?: the)? (?<things>(?!(?:is|does|was|has|happens|means|says|comes)\b)[a-z-]{2,}(?<![su])s)\b/i

const holding = /\bwhat (?:does|do) .{2,40} (?:hold|contain|have|include|store|support|offer)\b/i
const held = /\b(?:holds?|contains?|have|includes?|stores?|supports?|offers?)\b/gi
const isLocating = /^\W*(?:and )?(?:from |to )?where\b/i
const keeping =
  /\b(?:keeps?|kept|stores?|stored|puts?|holds?|held|lives?|stays?|saved?|found|find|gets?)\b/gi
const aspects = /\b(?:features|properties|characteristics|advantages|benefits|basics)\b/gi

/** Tells what kind of answer a question wants. */
export function wantedAnswer(question: string): WantedAnswer {
  const number = numbers.find(({ asked }) => asked.test(question))?.given
  const things = severalThings.exec(question)?.groups?.things ?? ''
  return {
    things,
    enumerates:
      things !== '' ||
      /\b(?:what are|list|name) (?:all |the )?/i.test(question) ||
      holding.test(question) ||
      /\bwhat(?: is|'s) in\b/i.test(question),
    instructs: /\bhow (?:do|can|could|should|would|to|does one)\b/i.test(question),
    defines: /^\W*what(?:'s| is| are) (?:an? |the )?[\w-]+(?: [\w-]+)?\W*$/i.test(question),
    asking: isLocating.test(question) ? keeping : holding.test(question) ? held : aspects,
    locates: isLocating.test(question),
    confirms: /^\W*(?:is|are|does|do|did|can|could|may|must|will|was|has|have)\b/i.test(question),
    counted: /\bhow many (?:\w+ )?(\w+s)\b/i.exec(question)?.[1] ?? '',
    ...(number && { number }),
  }
}
