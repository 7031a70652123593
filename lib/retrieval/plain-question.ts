import { contentWords } from '../text/words.ts'

/**
 * A question without the words that only ask, line by line: greetings, "could you tell me", "I would
 * like to know". Full text takes them for rare words, and an embedding for what the question is
 * about. A line that says nothing else stays as it is.
 */
export function plainQuestion(question: string): string {
  return question.split('\n').map(plainLine).join('\n')
}

function plainLine(line: string): string {
  const spaced = line.replace(/’/g, "'").replace(/\s+/g, ' ')
  const rest = frames.reduce(without, spaced)
  const plain = rest.replace(/\s+/g, ' ').replace(/^[\s,;:.!…，。：！-]+|\s+$/gu, '')
  return plain !== spaced && contentWords(plain).length > 0 ? plain : line
}

const quoted =
  /"[^"]{0,200}"|“[^”]{0,200}”|„[^“”]{0,200}[“”]|«[^»]{0,200}»|「[^」]{0,200}」|『[^』]{0,200}』|`[^`]{0,200}`|(?<!\p{L})'[^']{0,200}'(?!\p{L})/gu

/** A text without what a frame matches, but for what is quoted or a name. */
function without(text: string, frame: RegExp): string {
  const kept = [...text.matchAll(quoted)].map(({ 0: { length }, index }) => [index, index + length])
  return text.replace(frame, (match: string, ...more: unknown[]) => {
    const at = more.find((value) => typeof value === 'number') ?? 0
    const isQuoted = kept.some(([from = 0, to = 0]) => at > from && at < to)
    return isQuoted || isName(match, text.slice(0, at)) ? match : ' '
  })
}

/** Whether it is written as a name: in capitals, or with one in the middle of a sentence. */
const isName = (words: string, before: string) =>
  /^(?!I\b)\p{Lu}[\p{Lu}' ]{3,}$/u.test(words) ||
  (/[\p{L}\p{N}] *$/u.test(before) && /^(?!I\b)\p{Lu}/u.test(words))

/** Any of these as whole words, which are no part of a name or of code. */
const phrases = (...alternatives: string[]) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}_\`"/.-])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}_\`"/-])`,
    'giu',
  )

/** What stands as a sentence of its own: "a thank you page" is what is asked about. */
const alone = (words: string) => `(?<=^ *|[,;.:!?] *)(?:${words})(?= *(?:$|[,;.:!?]))`

const notSaid = '(?<!(?:^| )(?:the|an?|says?|saying|das|ein|sagt|sagen) )'

const know = '(?:know|learn|understand|ask|find out|hear)'
const explain = '(?:explain|describe|clarify|elaborate|outline|summari[sz]e)'
const tellMe = `(?:tell|show|teach|give|remind|guide|walk|help|inform) (?:me|us)|let (?:me|us) know`
const details = '(?:give|provide|share|offer) (?:me |us )?'
const some = '(?:(?:a bit|a little|some|any|an?|the|more|further|additional) )*'
const matter = '(?:details?|information|info|overview|explanation|insights?)'
const onward = '(?: (?:to|with|through|on|more|about|of|understand|know|whether|if))*'
const ask = `(?:${details}${some}${matter}|${tellMe}|${explain})(?: (?:to )?(?:me|us))?`

// "Explain command" asks about a command of that name.
const named = '(?:command|statement|keyword|button|option|link|flag|mode|page)(?: *$|[?:.,])'

const frames = [
  /^ ?(?:hi|hello|hey|good (?:morning|evening|afternoon)|hallo|guten (?:tag|morgen|abend)|hola|buen(?:os|as) (?:días|tardes|noches)|bonjour|salut)(?: there| all| everyone)? ?[,!.:](?=\s)/giu,
  phrases(
    `(?:can|could|would|will) (?:you|someone|anyone|anybody)(?: (?:please|kindly|also|just|maybe|quickly))* ${ask}${onward}`,
    `i(?:'d| would| do)? (?:like|love|want|need|wish) to ${know}${onward}`,
    `i(?:'m| am)? (?:just |still )?(?:curious|interested|wonder|wondering|trying to understand)${onward}(?: in)?`,
    `(?:i have|just) a (?:quick )?question${onward}|do you (?:happen to )?know${onward}|do you have any idea`,
    `${notSaid}(?:please|kindly)`,
    alone('thank you(?: (?:so|very) much)?|thanks(?: a lot)?(?: in advance)?'),
    'with (?:respect|regards?) to|in (?:regard|regards|terms|the case) (?:to|of)|in this context',
    '(?:the )?aspects? of|i mean(?:t)?',
  ),
  new RegExp(`(?<=^ *|[.!?:;,] +)(?:${ask}${onward})(?= )(?! ${named})`, 'giu'),
  phrases(
    '(?:kannst|könntest|können|könnten|würdest|würden) (?:du|sie|ihr)(?: (?:mir|uns|bitte|mal|kurz))* (?:sagen|erklären|zeigen|helfen|erläutern|verraten|beschreiben)',
    '(?:sag|sagen sie|erklär|erkläre|erklären sie|zeig|zeigen sie) (?:mir|uns)(?: (?:bitte|mal|kurz))*',
    'ich (?:möchte|will|würde|wollte)(?: (?:gern|gerne|nur|mal))* (?:wissen|verstehen|erfahren|fragen)',
    `weißt du|wissen sie|${notSaid}bitte`,
    alone('danke(?: im voraus)?|vielen dank(?: im voraus)?'),
    '(?:puedes|puede|podrías|podría|pueden)(?: por favor)? (?:decirme|explicarme|mostrarme|contarme|indicarme|explicar|ayudarme a entender)',
    '(?:dime|explícame|muéstrame|cuéntame)|por favor',
    alone('(?:muchas )?gracias'),
    '(?:quiero|quisiera|querría|me gustaría|necesito) (?:saber|entender|conocer)',
    "(?:peux-tu|pouvez-vous|pourrais-tu|pourriez-vous)(?: s'il (?:te|vous) plaît)? (?:me |m'|nous )?(?:dire|expliquer|montrer|décrire|indiquer)",
    '(?:dis|dites|explique|expliquez|montre|montrez)-(?:moi|nous)',
    alone("merci(?: d'avance| beaucoup)?"),
    "je (?:voudrais|veux|souhaite|souhaiterais|aimerais) (?:savoir|comprendre)|s'il (?:te|vous) plaît",
  ),
  /请问|麻烦你?您?|(?<=^\s*|[,.!?，。！？]\s*)谢谢(?=\s*(?:$|[,.!?，。！？]))|(?:[你您](?:能|可以|能不能|可不可以)|能不能|可以)?(?:请)?(?:告诉我|跟我说(?:一下)?|给我(?:介绍|讲讲|解释|说明)(?:一下)?|解释一下|介绍一下|说明一下)|我想(?:要)?(?:知道|了解|问)(?:一下)?/gu,
]
