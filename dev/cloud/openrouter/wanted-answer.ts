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
  /** A number of this look. */
  number?: RegExp
}

const numberWords =
  'two|three|four|five|six|seven|eight|nine|ten|twelve|hundred|night|daily|weekly|once|twice|every'
const numbers = [
  { asked: /\b(?:which|what) port\b/i, given: /\b\d{2,5}\b/ },
  { asked: /\b(?:which|what) year\b/i, given: /\b[12]\d{3}\b/ },
  {
    asked:
      /\bhow (?:many|long|often|large|big|much|old|fast|far)\b|\b(?:which|what) (?:version|number)\b/i,
    given: new RegExp(`\\d|\\b(?:${numberWords})\\b`, 'i'),
  },
]

const severalThings =
  /\b(?:which|what)(?: (?!(?:the|an?)\b)[\w-]+){0,2}(?: the)? (?<things>(?!(?:is|does|was|has|happens|means|says|comes)\b)[a-z-]{2,}(?<![su])s)\b/i

/** Tells what kind of answer a question wants. */
export function wantedAnswer(question: string): WantedAnswer {
  const number = numbers.find(({ asked }) => asked.test(question))?.given
  const things = severalThings.exec(question)?.groups?.things ?? ''
  return {
    things,
    enumerates:
      things !== '' ||
      /\b(?:what are|list|name) (?:all |the )?/i.test(question) ||
      /\bwhat (?:does|do) .{2,40} (?:hold|contain|have|include|store|support)\b/i.test(question) ||
      /\bwhat(?: is|'s) in\b/i.test(question),
    instructs: /\bhow (?:do|can|could|should|would|to|does one)\b/i.test(question),
    defines: /^\W*what(?:'s| is| are) (?:an? |the )?[\w-]+(?: [\w-]+)?\W*$/i.test(question),
    ...(number && { number }),
  }
}
