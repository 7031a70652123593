import { contentWords } from './words.ts'

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
  const rest = frames.reduce((text, frame) => text.replace(frame, ' '), spaced)
  const plain = rest.replace(/\s+/g, ' ').replace(/^[\s,;:.!…，。：！-]+|\s+$/gu, '')
  return plain !== spaced && contentWords(plain).length > 0 ? plain : line
}

/** Any of these as whole words, which are no part of a name or of code. */
const phrases = (...alternatives: string[]) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}_\`"/.-])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}_\`"/-])`,
    'giu',
  )

const know = '(?:know|learn|understand|ask|find out|hear)'
const explain = '(?:explain|describe|clarify|elaborate|outline|summari[sz]e)'
const tellMe = `(?:tell|show|teach|give|remind|guide|walk|help|inform) (?:me|us)|let (?:me|us) know`
const details = '(?:give|provide|share|offer) (?:me |us )?'
const some = '(?:(?:a bit|a little|some|any|an?|the|more|further|additional) )*'
const matter = '(?:details?|information|info|overview|explanation|insights?)'
const onward = '(?: (?:to|with|through|on|more|about|of|understand|know|whether|if))*'
const ask = `(?:${details}${some}${matter}|${tellMe}|${explain})(?: (?:to )?(?:me|us))?`

const frames = [
  /^ ?(?:hi|hello|hey|good (?:morning|evening|afternoon)|hallo|guten (?:tag|morgen|abend)|hola|buen(?:os|as) (?:días|tardes|noches)|bonjour|salut)(?: there| all| everyone)? ?[,!.:]/iu,
  phrases(
    `(?:can|could|would|will) (?:you|someone|anyone|anybody)(?: (?:please|kindly|also|just|maybe|quickly))* ${ask}${onward}`,
    `i(?:'d| would| do)? (?:like|love|want|need|wish) to ${know}${onward}`,
    `i(?:'m| am)? (?:just |still )?(?:curious|interested|wonder|wondering|trying to understand)${onward}(?: in)?`,
    `(?:i have|just) a (?:quick )?question${onward}|do you (?:happen to )?know${onward}|do you have any idea`,
    'please|kindly|thank you(?: (?:so|very) much)?|thanks(?: a lot)?(?: in advance)?',
    'with (?:respect|regards?) to|in (?:regard|regards|terms|the case) (?:to|of)|in this context',
    '(?:the )?aspects? of|i mean(?:t)?',
  ),
  new RegExp(`(?<=^ *|[.!?:;,] +)(?:${ask}${onward})(?= )`, 'giu'),
  phrases(
    '(?:kannst|könntest|können|könnten|würdest|würden) (?:du|sie|ihr)(?: (?:mir|uns|bitte|mal|kurz))* (?:sagen|erklären|zeigen|helfen|erläutern|verraten|beschreiben)',
    '(?:sag|sagen sie|erklär|erkläre|erklären sie|zeig|zeigen sie) (?:mir|uns)(?: (?:bitte|mal|kurz))*',
    'ich (?:möchte|will|würde|wollte)(?: (?:gern|gerne|nur|mal))* (?:wissen|verstehen|erfahren|fragen)',
    'weißt du|wissen sie|bitte|danke|vielen dank',
    '(?:puedes|puede|podrías|podría|pueden)(?: por favor)? (?:decirme|explicarme|mostrarme|contarme|indicarme|explicar|ayudarme a entender)',
    '(?:dime|explícame|muéstrame|cuéntame)|por favor|gracias',
    '(?:quiero|quisiera|querría|me gustaría|necesito) (?:saber|entender|conocer)',
    "(?:peux-tu|pouvez-vous|pourrais-tu|pourriez-vous)(?: s'il (?:te|vous) plaît)? (?:me |m'|nous )?(?:dire|expliquer|montrer|décrire|indiquer)",
    '(?:dis|dites|explique|expliquez|montre|montrez)-(?:moi|nous)|merci',
    "je (?:voudrais|veux|souhaite|souhaiterais|aimerais) (?:savoir|comprendre)|s'il (?:te|vous) plaît",
  ),
  /请问|麻烦你?您?|谢谢|(?:[你您](?:能|可以|能不能|可不可以)|能不能|可以)?(?:请)?(?:告诉我|跟我说(?:一下)?|给我(?:介绍|讲讲|解释|说明)(?:一下)?|解释一下|介绍一下|说明一下)|我想(?:要)?(?:知道|了解|问)(?:一下)?/gu,
]
