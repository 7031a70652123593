import type { ListName } from './about.ts'

/** What is not yet written for Portuguese, or what it has none of. */
export const lacking: ListName[] = [
  'colouringWords',
  'stopWords',
  'negationParts',
  'opposites',
  'thoughtOpenings',
  'askingWords',
  'synonyms',
  'rewordings',
  'sameInOneWord',
  'greetings',
  'askingFrames',
  'courtesies',
  'bookWords',
  'tellingWords',
  'continuations',
  'pronouns',
  'emptyPronouns',
  'partNouns',
  'comparatives',
  'directions',
  'relations',
  'backReferences',
  'overviewFrames',
  'pageNames',
  'bookNames',
  'chapterNames',
  'pageReferences',
]

/**
 * The commonest words, by which a text is known to be in this language. Review: any native
 * speaker.
 */
export const commonWords = 'o os as do da que não uma para com em é dos das no na como ao mais são'

/** Words that turn a sentence round. Review: a native speaker who writes manuals. */
export const negations = 'não nunca sem nenhum nenhuma ninguém nada nem exceto'

/** Numbers in words: what they say, and the words that say it. Review: any native speaker. */
export const numbers = `
  0 zero
  2 dois duas
  3 três
  4 quatro
  5 cinco
  6 seis
  7 sete
  8 oito
  9 nove
  10 dez
  12 doze
  1000 mil`

/** Units: what they are, and the words for them. Review: any native speaker. */
export const units = `
  min minuto minutos
  h hora horas
  day diariamente
  week semana semanas`

/**
 * How readers ask for a person rather than for what the book says. Each names the person and the
 * wish to reach one, for a book may well tell of agents and operators. Review: a native speaker
 * who has worked in support.
 */
export const requestsForPerson = `
  {person} = (humano|pessoa|algu[ée]m|atendente|agente|suporte)
  (falar|conversar|contat[oa]r?|transferir)…40{person}~`

/**
 * How a sentence begins in which readers tell of themselves, so that it may be remembered. Review:
 * any native speaker.
 */
export const tellsOfSelf = '(eu )?(sou|trabalho|uso|prefiro|moro)'

/** What readers say who are content with the answer before. Review: any native speaker. */
export const thanks = `
  obrigad[oa]
  valeu`

/** What readers say who are not content with the answer before. Review: any native speaker. */
export const complaints = 'não (funciona|ajuda)~'
