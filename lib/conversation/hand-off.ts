/** People whom a reader may ask for, as English calls them. */
const person =
  '(?:human|person|people|someone|somebody|anyone|agent|operator|representative|rep|staff|advis[eo]r|support|help ?desk|customer (?:service|care)|employee|expert|(?:your|the) team)'

const asked = '(?:^|\\b(?:i|me|we|us|please|to)\\b.{0,30}\\b)(?:please )?'

// An operator that is called in Kubernetes, and a person detector, are no people.
const andNoMore = '(?=\\W*(?:$|[,;.!?]|(?:please|now|about|for|by|via|on|at|here|directly|who)\\b))'

/**
 * How readers ask for a person. Each names both the person and the wish to reach one, for a book may
 * well tell of agents, operators and people who talk.
 */
const requests: RegExp[] = [
  // English
  new RegExp(
    `${asked}(?:talk|speak|chat|escalate|(?:connect|transfer|forward|put|pass|hand) (?:me|us)|hand (?:this|it))\\b.{0,30}\\b${person}\\b`,
  ),
  new RegExp(`${asked}(?:reach|contact|call|get hold)\\b.{0,30}\\b${person}${andNoMore}`),
  /\b(?:real|live|actual) (?:human|person|agent|operator|representative|people)\b/,
  /\bhuman (?:being|agent|operator|support|representative|help|assistance)\b/,
  /\b(?:i|we) (?:need|want|would like|prefer|demand)(?: to have)? (?:a|an|some) (?:human|person|agent|operator|representative)\b/,
  /\b(?:get|give|find|fetch) me (?:a|an|some) (?:human|person|agent|operator|representative|one from)/,
  /\bis there (?:a (?:human|person|real)|any(?:one|body)|some(?:one|body)) .{0,20}\b(?:talk|speak|help|ask|chat|contact)/,
  /^(?:a )?(?:human|agent|operator|representative|customer service|live chat|real person)(?:,? (?:please|now))?$/,
  /\b(?:can|could|may) (?:some(?:one|body)|any(?:one|body)|a (?:human|person|real person)) (?:please )?(?:call|contact|help|email|get back to|reply to|answer) (?:me|us)\b/,
  // German
  /\b(?:mensch(?:en)?|mitarbeiter(?:in)?|kundendienst|kundenservice|support|jemand(?:em|en)?|berater(?:in)?|ansprechpartner(?:in)?|person)\b.{0,30}(?:sprechen|reden|verbinden|weiterleiten|kontaktieren|schreiben|telefonieren|erreichen|chatten)/,
  /\b(?:verbinde|verbinden sie|leite) mich\b/,
  /\b(?:echten?|richtigen?) (?:mensch|person)/,
  // French
  /\b(?:parler|discuter|contacter|joindre|communiquer|transf[ée]re[rz]|passe[rz]|relation|mettre en contact)\b.{0,40}(?:humain|quelqu['’]un|une? (?:vraie )?personne|conseiller|agent|support|service client|op[ée]rateur)/,
  // Spanish and Portuguese
  /\b(?:hablar|chatear|contactar|comunicar(?:me)?|transf[ie]+r[ae](?:n?me|rme)?|p[áa]s[ae]n?me|conectar(?:me)?)\b.{0,40}(?:humano|persona|alguien|agente|operador|asesor|representante|soporte|atenci[óo]n al cliente)/,
  /\b(?:falar|conversar|contat[oa]r?|transferir)\b.{0,40}(?:humano|pessoa|algu[ée]m|atendente|agente|suporte)/,
  // Italian and Dutch
  /\b(?:parlare|chattare|contattare|contatto|passami|mi passi)\b.{0,40}(?:uman[oa]|persona|qualcuno|operatore|assistenza|agente)/,
  /\b(?:mens|iemand|persoon|medewerker|klantenservice)\b.{0,30}(?:praten|spreken|chatten|doorverbinden|contact)/,
  /\b(?:praten|spreken|chatten|contact|verbind me)\b.{0,30}(?:mens|iemand|persoon|medewerker|klantenservice)/,
  // Polish, Russian, Turkish, Arabic
  /(?:rozmawiać|połącz|skontaktować).{0,40}(?:człowiek|osob|konsultant|kimś|obsług)/,
  /(?:поговорить|связаться|соедини|позови|переключи|свяжите|связать).{0,40}(?:человек|оператор|поддержк|кем-нибудь|кем-то|специалист|сотрудник)/,
  /(?:insan|temsilci|yetkili|biri|destek).{0,20}(?:görüş|konuş|bağla)/,
  /(?:أتحدث|التحدث|أتكلم|اتكلم|التواصل|تحويلي|حولني).{0,40}(?:شخص|إنسان|انسان|موظف|ممثل|الدعم|بشري)/,
  // Chinese, Japanese, Korean, Hindi
  /人工(?:客服|服务|服務)|转人工|轉人工|真人|(?:联系|聯繫|找).{0,4}客服|(?:和|跟|与|與).{0,6}(?:人|客服).{0,4}(?:说话|说|聊|谈|通话)/,
  /(?:人間|人|オペレーター|担当者|スタッフ|サポート).{0,8}(?:話し|話せ|つない|繋い|代わっ|連絡)/,
  /(?:상담원|사람|직원|담당자).{0,10}(?:연결|통화|이야기|얘기|대화|말하)/,
  /(?:इंसान|व्यक्ति|एजेंट|किसी से).{0,20}बात/,
]

/** Whether a reader asks for a person rather than for what the book says. */
export function asksForPerson(question: string): boolean {
  const asked = question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^[\s¡¿]+|[\s.!?。？！]+$/g, '')
  return requests.some((request) => request.test(asked))
}
