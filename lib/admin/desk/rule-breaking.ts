import { negationParts, negations } from '../../text/languages/lists.ts'
import { lazily } from '../../text/lazily.ts'
import { disarmed } from '../../text/prompt-fence.ts'
import { visible } from '../../text/visible.ts'
import { inEnglish, type Offences, offences, unspaced } from './offences.asset.ts'

// This catches an owner's slip and a borrowed prompt. What gets past it still stands below the rules, and
// every citation is checked by code that no prompt can reach.

/** How far before an offence a negation may stand that makes it harmless, in characters. */
const negatedWithin = 60

/** Words as `offences` lists them, each to its end. */
const inWords = (list: string) => {
  const exact = list.replaceAll('_', "[\\p{L}']+").replaceAll(/\$(?=[ |)(]|$)/g, "(?![\\p{L}'])")
  return `(?<![\\p{L}\\p{N}])(?:${exact})[\\p{L}']*`
}

const inJoinedWords = (list: string) => `(?:${list})`

// Text may mix languages: a negation of any of them makes harmless what follows.
const nots = `${Object.values(negations).join(' ').replaceAll(' ', '$|')}$|n'|ne$|pas$|don't|rather than|instead of|statt$`
const notParts = `${Object.values(negationParts).join(' ').replaceAll(' ', '|')}|别|禁止`

/** Words between two others, each of which `least` lets through. */
const someWords = (least: string) => `(?: ${least}[^ .]+){0,3}? `
const someCharacters = (least: string) => `(?:${least}[^.]){0,10}?`

/** What lays rules aside, leaves sources out or makes something up; harmless behind a negation. */
function wished(list: Offences, of: typeof inWords, gap: typeof someWords) {
  const inAnyOrder = (one: string, other: string) =>
    `${of(one)}${gap('')}${of(other)}|${of(other)}${gap('')}${of(one)}`
  return [
    inAnyOrder(list.aside, list.rules),
    inAnyOrder(list.away, list.sources),
    `${of(list.beyond)}(?![^.,]{0,12} ${inWords(nots)})`,
  ]
}

/** What says that there are to be no sources. */
function denied(list: Offences, of: typeof inWords, gap: typeof someWords) {
  const away = list.away.replaceAll('$', '').replaceAll('_', '\\S+')
  return `${of(list.none)}${gap(`(?!${away})`)}${of(list.sources)}`
}

const anyOf = (parts: string[], flags: string) => new RegExp(parts.join('|'), flags)

/** Only saving needs them. */
const patterns = lazily(() => {
  const [spaced, joined] = [Object.values(offences), Object.values(unspaced)]
  return {
    wishes: [
      ...spaced.map((list) => anyOf(wished(list, inWords, someWords), 'giu')),
      ...joined.map((list) => anyOf(wished(list, inJoinedWords, someCharacters), 'giu')),
    ],
    negated: new RegExp(`(?:${inWords(nots)}|${notParts})[^.,]{0,30}$`, 'iu'),
    denials: [
      ...spaced.map((list) => anyOf([denied(list, inWords, someWords)], 'iu')),
      ...joined.map((list) => anyOf([denied(list, inJoinedWords, someCharacters)], 'iu')),
      new RegExp(`(?<!\\p{L})(?:${inEnglish.join('|')})`, 'iu'),
    ],
  }
})

function offenceIn(plain: string): string | undefined {
  const { wishes, negated, denials } = patterns()
  for (const wish of wishes)
    for (const { 0: found, index } of plain.matchAll(wish))
      if (!negated.test(plain.slice(Math.max(0, index - negatedWithin), index))) return found
  for (const denial of denials) {
    const [found] = denial.exec(plain) ?? []
    if (found) return found
  }
  return undefined
}

/** The words by which a text would switch a rule of the answers off; undefined where none would. */
export function switchesRulesOff(text: string): string | undefined {
  const seen = visible(text.normalize('NFKC'))
  const plain = seen
    .replace(/[’‘]/g, "'")
    .replace(/[.!?;:\n。！？；：]+(?=\s|$)|[。！？；：\n]|$/gu, ' . ')
    .replace(/,\s|[，、]/gu, ' , ')
    .replace(/[^\p{L}\p{N}'.,[\]]+/gu, ' ')
  const found = offenceIn(plain)
  if (found) return found.trim().slice(0, 80)
  // Tags and tokens by which prompts part their speakers have no place in a wish.
  return disarmed(seen) === seen ? undefined : 'marks of a prompt'
}

const patternSigns =
  /\(\?[:=!<]|\\[dwsbDWSB][+*{]?|\[\^?[^\]\s]{1,20}-[^\]\s]{1,20}\][+*{?]|\.[*+]\??(?=\W|$)|[)\]][*+]|\{\d+,\d*\}/g

/** Whether a text is a regular expression, where words are wanted. */
export function isPattern(text: string): boolean {
  const trimmed = text.trim()
  if (/^\/\S.*\/[dgimsuvy]{0,8}$/su.test(trimmed) || /^\^.*\$$/su.test(trimmed)) return true
  const signs = trimmed.match(patternSigns)?.length ?? 0
  return signs >= 2 || (signs === 1 && !/\p{L}{2,}\s+\p{L}{2,}/u.test(trimmed))
}
