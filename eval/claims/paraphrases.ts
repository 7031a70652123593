import type { ClaimMaker } from './case.ts'
import { wordNetSynonyms } from './wordnet-words.ts'

const leading =
  /^((?:In|On|At|During|After|Before|By|For|With|Under|From|Since|Until) [^,]{4,60}), (.+)\.$/

/** What stands in front goes to the end. */
function moved(sentence: string): string | undefined {
  const parts = leading.exec(sentence)
  if (!parts) return undefined
  const [, adverbial = '', rest = ''] = parts
  if (/,/.test(rest)) return undefined
  return `${rest[0]?.toUpperCase()}${rest.slice(1)} ${adverbial[0]?.toLowerCase()}${adverbial.slice(1)}.`
}

/** Without what is in brackets, or between commas and only told besides. */
function shortened(sentence: string): string | undefined {
  const short = sentence
    .replace(/ \([^)]{3,80}\)/, '')
    .replace(
      /, (?:which|who|where|including|such as|especially|particularly)\b[^,.]{3,80}(?:,|(?=\.$))/,
      '',
    )
  return short === sentence ? undefined : short
}

// One meaning each; not the checker's own list.
const synonyms = new Map(
  `began started
  large big
  however nevertheless
  many numerous
  often frequently
  used employed
  shows demonstrates
  begin start
  requires needs
  allows lets
  important significant
  also additionally
  several various
  found discovered
  built constructed
  created made
  called named
  near close\u00a0to
  help assist
  main primary
  because since
  about approximately
  usually typically
  received got
  nearly almost
  entire whole
  provides offers
  contains includes
  area region
  method approach
  difficult hard
  fast quick
  occurs happens
  finished completed
  simple easy
  choose select
  obtain get
  sends transmits
  runs executes
  error mistake
  house home
  wealthy rich
  famous well-known
  believed thought
  led headed
  became turned\u00a0into
  died passed\u00a0away
  children kids`
    .split('\n')
    .map((line) => line.trim().split(' ') as [string, string]),
)

/** Up to so many words replaced by others of the same meaning. */
function reworded(
  sentence: string,
  synonyms: ReadonlyMap<string, string>,
  most: number,
): string | undefined {
  let changed = 0
  const text = sentence.replace(/(?<![\p{L}-])\p{Ll}+(?![\p{L}-])/gu, (word) => {
    const other = synonyms.get(word)
    if (other === undefined || changed === most) return word
    changed += 1
    return other.replace('\u00a0', ' ')
  })
  return changed === 0 ? undefined : text
}

const words = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')

/** A number in words where it is in digits, and the other way round. */
function respelled(sentence: string): string | undefined {
  const text = sentence
    .replace(/(?<= )(\d|1[012])(?= [a-z])/g, (digits) => words[Number(digits)] ?? digits)
    .replace(/(?<= )(?:two|three|four|five|six|seven|eight|nine|ten)(?= [a-z])/, (word) =>
      String(words.indexOf(word)),
    )
  return text === sentence ? undefined : text
}

/** "A did it to B" as "B was done to by A", where the verb is regular. */
function passive(sentence: string): string | undefined {
  const parts =
    /^((?:The )?\p{Lu}[\p{L} ]{2,30}?) (\p{Ll}{3,}ed) (the [\p{L} ]{3,40}|\p{Lu}[\p{L} ]{3,30})( (?:in|on|at|by|from|to|with|for) [^,]{3,80})?\.$/u.exec(
      sentence,
    )
  if (!parts) return undefined
  const [, doer = '', verb = '', done = '', rest = ''] = parts
  return `${done[0]?.toUpperCase()}${done.slice(1)} was ${verb} by ${doer.replace(/^The /, 'the ')}${rest}.`
}

/** The same said otherwise, close to the words of the passage. */
export const paraphrases: ClaimMaker[] = [
  { kind: 'close paraphrase: order', isTrue: true, make: moved },
  { kind: 'close paraphrase: shortened', isTrue: true, make: shortened },
  {
    kind: 'close paraphrase: synonyms',
    isTrue: true,
    make: (sentence) => reworded(sentence, synonyms, 2),
  },
  {
    kind: 'close paraphrase: a synonym of WordNet',
    isTrue: true,
    make: (sentence) => reworded(sentence, wordNetSynonyms, 1),
  },
  { kind: 'close paraphrase: numbers', isTrue: true, make: respelled },
  { kind: 'close paraphrase: passive', isTrue: true, make: passive },
]
