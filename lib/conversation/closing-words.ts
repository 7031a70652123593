/** What a reader who says no more than this thinks of the answer before it. */
export type ClosingWords = 'thanks' | 'complaint'

const longestInWords = 20

const complaints =
  /\b(?:(?:does|did|do)(?: not|n['’]?t) (?:work|help|answer|solve)|not (?:helpful|what i|working|correct|right|true)|still (?:not|does|can|cannot|broken|fails?|failing|the same|confused|stuck|no)|useless|nonsense|waste of time|no (?:use|help)|wrong|makes no sense|never ?mind|forget it|give up|unhelpful)\b|hilft (?:mir |uns )?(?:leider )?nicht|(?:funktioniert|geht|klappt) (?:\p{L}+ ){0,3}nicht|falsch|ne (?:marche|fonctionne|m['’]aide|r[ée]pond) (?:toujours )?pas|no (?:me )?(?:funciona|sirve|ayuda|responde)|non (?:funziona|mi aiuta|serve)|não (?:funciona|ajuda)|не (?:работает|помог)|没用|不对|没有帮助|役に立た|動かない/iu

const thanks =
  /(?:^|[^\p{L}])(?:thanks|thank you|thank u|thx|tysm|cheers|appreciated?|got it|that (?:helps?|helped|solve[sd]|works?|worked|did it|fixed|is (?:it|all)|was (?:it|all))|it works|works now|solved|problem gone|makes sense|perfect|great|awesome|excellent|brilliant|wonderful|danke|dankeschön|vielen dank|super|alles klar|hat geholfen|merci|parfait|gracias|perfecto|genial|obrigad[oa]|valeu|grazie|perfetto|bedankt|dank je|dank u|dzięki|dziękuję|спасибо|понятно|teşekkür\p{L}*|sağ ol)(?:$|[^\p{L}])|ありがとう|助かりました|谢谢|謝謝|明白了|감사|고마|شكرا|धन्यवाद/iu

/** Reads closing words; undefined for a question, and for whatever says more than that it is over. */
export function closingWords(text: string): ClosingWords | undefined {
  const said = text.trim()
  if (/[?？؟]/.test(said) || said.split(/\s+/).length > longestInWords) return undefined
  if (complaints.test(said)) return 'complaint'
  return thanks.test(said) ? 'thanks' : undefined
}
