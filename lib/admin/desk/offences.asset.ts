/* What only saving at the desk needs: a Worker has it among its assets and not in its script. */

/** Beginnings of words of one language, and what they say together against the rules of the answers. */
export interface Offences {
  /** Laying aside, and what is laid aside. */
  aside: string
  rules: string
  /** Leaving out, none of, and what must not be left out. */
  away: string
  none: string
  sources: string
  /** Going beyond the pages: what the model knows by itself, and guessing. */
  beyond: string
}

// A list a language, as regular expressions of the beginnings of words; `$` ends a word, and `_` is a word
// of any kind.
export const offences: Record<string, Offences> = {
  en: {
    aside:
      "ignor|disregard|work around|none of|forget|overrid|overrul|bypass|disobey|suspend|lift|(?:set|put|lay)$ (?:_ )?aside|(?:turn|switch)$ off|disabl|pay no attention|(?:not|n't|no longer|never)$ (?:follow|obey|apply)|as if|pretend|have no|without|optional",
    rules:
      'rule|instruction|directions?$|guideline|restriction|prompt|safeguard|guardrail|constraint',
    away: 'omit|drop|hid(?:e|ing)|remov|leave$ (?:_ ){0,2}?(?:out|away|off)|skip|strip|avoid|stop|forget|without|not? need|unnecess',
    none: "no|not|never|don't|do not",
    sources:
      'citation|citing|cites?$(?= [.,]| any| source| page| passage)|footnote|(?<!external |other |outside )sources?$(?! code)|references?$(?! (?:to|for|page))|markers?$|\\[1\\]|bracketed numbers',
    beyond:
      '(?:own|general|world|outside|background|training) (?:_ )?(?:knowledge|memory|data)|imagination|(?:what|whatever|things) you (?:already )?(?:know|learn)|from (?:your )?(?:training|memory|experience)$|(?:search|consult|draw on|use) the (?:web|internet)$(?! (?:app|page|site|ui))|guess$|speculat|improvis|invent$|make (?:_ ){0,2}?up$|fabricat|hallucinat|(?:beyond|outside) the (?:passage|page|book|doc|source|context)',
  },
  de: {
    aside: 'ignorier|vergiss|missacht|umgeh|überschreib|nicht$ an',
    rules: 'regel|anweisung|vorgabe|richtlinie|einschränkung',
    away: 'ohne|lass|weglass|verzicht|streich|entfern|spar',
    none: 'kein|nicht|niemals',
    sources: 'quelle|zitat|beleg|fußnote|zitieren$',
    beyond:
      '(?:eigene|allgemeine|dein)\\p{L}* wissen|allgemeinwissen|was du (?:_ )?weißt|darfst raten|rate (?:einfach|ruhig)|zitiere? nicht(?= [.,])|erfind|auch wenn (?:_ ){1,4}?nicht',
  },
  fr: {
    aside: 'ignor|oubli|contourn|ne (?:_ ){0,2}?pas compte',
    rules: 'règle|consigne|instruction|restriction',
    away: 'sans|supprim|retir|omet|enlev|masqu|évit',
    none: "pas de|aucun|jamais de|ne$|n'",
    sources: 'citations?$|citer$|cite[zr]?$ (?:pas|jamais)(?= [.,])|sources?$|référence',
    beyond:
      'connaissances? (?:générale|propre|personnelle)|(?:vos|tes|ses) (?:propres )?connaissances|invent|devine',
  },
  es: {
    aside: 'ignor|olvid|omit|salt|no hagas? caso|caso omiso',
    rules: 'regla|instruccion|norma|restriccion',
    away: 'sin|omit|quit|elimin|ocult|evit',
    none: 'no|ningun|nunca',
    sources: 'fuente|citas?$|citar$|cites$(?= [.,])',
    beyond:
      'conocimientos? (?:general|propi)|(?:tu|su)s? (?:propi\\p{L}* )?conocimiento|lo que (?:ya )?sabes|invent|adivin',
  },
}

/** The same of languages that part no words. */
export const unspaced: Record<string, Offences> = {
  zh: {
    aside: '忽略|无视|忘记|绕过|不用理会|不要理会',
    rules: '规则|規則|指令|要求',
    away: '去掉|删除|隐藏|省略|无需|不用|不必',
    none: '不要|别|不',
    sources: '引用|来源|來源|出处',
    beyond: '自己的知识|常识|编造|猜测',
  },
}

const pages = '(?:passage|page|book|doc|source|context)'

/** What is looked for in English alone: answering where the pages do not, and telling the prompt. */
export const inEnglish = [
  String.raw`(?:answer|reply|respond)\b[^.]{0,40}?\b(?:even (?:if|when|where)|although|whether|regardless|no matter|anyway)\b[^.]{0,40}?\b${pages}`,
  String.raw`${pages}\w*\b[^.]{0,30}?(?:not|n't|nothing|no|silent|lack)\b[^.]{0,50}?\banswer (?:\w+ )?(?:anyway|yourself|all the same|from)`,
  String.raw`(?:never|not|don't) (?:\w+ )?(?:refuse|decline|admit|say|tell)(?= (?:any|to answer|a? ?question)| *\.|[^.]{0,30}?\b(?:${pages}|you)\w*[^.]{0,12}?(?:\b(?:not|no|cannot|silent|nothing)\b|n't\b))`,
  String.raw`(?:not|don't|aren't|never) (?:be )?(?:limit|restrict|confine|bind|bound)\w* (?:\w+ ){0,2}?to (?:what )?(?:the |these )?${pages}`,
  String.raw`(?<!(?:never|not|n't) )(?:reveal|print|show|repeat|output|tell|give)\b[^.]{0,20}? (?:system|full|whole|your|these|above)(?: \w+)? (?:prompt|rules|instructions)`,
  String.raw`(?:leave|keep) (?:\w+ ){0,3}?(?:citation|source|number)s? (?:\w+ ){0,3}?(?:out|away|off)`,
  'no (?:rule|guideline|restriction|instruction)s? (?:appl|count)',
  'you are (?:now )?(?:dan|unrestricted|jailbroken)|developer mode|jailbreak',
]
