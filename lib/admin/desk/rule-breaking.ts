import { disarmed } from '../../text/prompt-fence.ts'
import { visible } from '../../text/visible.ts'

// What would switch a rule off, a list a language: laying the rules aside, not citing, drawing on what
// the pages do not say, answering where they do not, and telling the prompt. It catches an owner's slip
// and a borrowed prompt. What gets past it still stands below the rules, and every citation is checked
// by code that no prompt can reach.
const rulesOff = {
  en: [
    String.raw`(?:ignore|disregard|forget|override|overrule|bypass|disobey|suspend|lift|(?:turn|switch) off|disable) (?:\w+ ){0,4}?(?:rules?|instructions?|guidelines?|restrictions?|prompt|safeguards?)`,
    String.raw`(?:do not|don't|never|no need to|stop|avoid|omit|leave out|skip|without) (?:\w+ ){0,2}?(?:cit(?:e|es|ing|ations?)|(?:references?|sources?|markers?)\b(?! to\b))`,
    String.raw`(?:use|from|with|rely on|draw on|add|fall back on) (?:\w+ ){0,2}?(?:own|general|world|outside|prior|background|training|common) (?:\w+ )?(?:knowledge|data|information|memory)`,
    String.raw`(?:passages?|pages?|book|docs?|documentation|sources?|context) (?:\w+ ){0,2}?(?:not|n't|nothing|no|silent)\b.{0,50}?\b(?:answer (?:\w+ )?(?:anyway|yourself|from)|guess|improvise|use what you know)`,
    String.raw`(?:always|must) (?:\w+ )?(?:give an answer|answer|reply)\b.{0,40}?\b(?:anyway|regardless|no matter|even if|even when|whatever)`,
    String.raw`(?:never|do not|don't) (?:\w+ )?(?:refuse|decline|admit|say (?:that )?(?:you|the (?:book|pages|docs)) (?:do|does|can)\w*(?: not|n't))`,
    String.raw`(?<!(?:never|not|n't|nor|or) )(?:invent|make up|fabricate|hallucinate|guess)\b`,
    String.raw`(?<!(?:never|not|n't) )(?:reveal|print|show|repeat|output) (?:\w+ ){0,3}?(?:system prompt|rules|prompt)`,
    'you are (?:now )?(?:dan|unrestricted|jailbroken)|developer mode|jailbreak',
  ],
  de: [
    String.raw`(?:ignorier\w*|vergiss|missacht\w*|umgeh\w*|überschreib\w*) (?:\w+ ){0,4}?(?:regeln?|anweisung\w*|vorgaben?)`,
    String.raw`(?:zitiere?|nenne?) (?:\w+ )?(?:keine|nicht|niemals)|keine (?:quellen|zitate|belege)|ohne (?:quellen|zitate|belege)|nicht zitieren`,
    '(?:eigene[sm]?|allgemeine[sm]?) wissen|allgemeinwissen',
    String.raw`(?<!nicht |nichts |nie )(?:erfinde|rate)\b(?! nicht| kein)`,
  ],
  fr: [
    String.raw`(?:ignore[zr]?|oublie[zr]?|contourne[zr]?) (?:\p{L}+ ){0,4}?(?:règles?|instructions?|consignes?)`,
    String.raw`ne cite[zr]? (?:pas|jamais|aucun\w*)|sans (?:citer|sources?|citations?)`,
    'connaissances? (?:générales?|propres?|personnelles?)',
    String.raw`(?<!n'|ne )(?:invente[zr]?|devine[zr]?)\b`,
  ],
  es: [
    String.raw`(?:ignora|olvida|omite|salta)\w* (?:\p{L}+ ){0,4}?(?:reglas?|instrucciones|normas?)`,
    'no (?:cites|cite|menciones fuentes)|sin (?:citar|fuentes|citas)',
    String.raw`conocimientos? (?:general\w*|propios?)`,
    String.raw`(?<!no |nunca )(?:inventa|adivina)\b`,
  ],
}

const inChinese =
  /(?:忽略|无视|忘记|绕过).{0,8}(?:规则|指令|说明|要求)|不(?:要|用|必)?(?:引用|标注来源)|自己的知识|常识回答|(?<!不要|不得|勿)编造/u

const patterns = [
  ...Object.values(rulesOff).map((rules) => {
    const any = rules.map((rule) => `(?:${rule})`).join('|')
    return new RegExp(`(?<!\\p{L})(?:${any})`, 'iu')
  }),
  inChinese,
]

/** The words by which a text would switch a rule of the answers off; undefined where none would. */
export function switchesRulesOff(text: string): string | undefined {
  const seen = visible(text.normalize('NFKC'))
  const plain = seen.replace(/[’‘]/g, "'").replace(/[^\p{L}\p{N}']+/gu, ' ')
  for (const pattern of patterns) {
    const [found] = pattern.exec(plain) ?? []
    if (found) return found.slice(0, 80)
  }
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
