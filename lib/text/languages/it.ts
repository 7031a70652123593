import type { ListName } from './about.ts'

/** What is not yet written for Italian, or what it has none of. */
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
export const commonWords =
  'il gli di che è una per non con della sono del nel come alla più dei questo cosa si'

/** Words that turn a sentence round. Review: a native speaker who writes manuals. */
export const negations = 'non mai senza nessun nessuno nessuna niente tranne'

/** Numbers in words: what they say, and the words that say it. Review: any native speaker. */
export const numbers = `
  0 zero
  3 tre terzo
  4 quattro
  5 cinque
  7 sette
  8 otto
  9 nove
  10 dieci
  11 undici
  12 dodici
  20 venti
  1000 mille
  1 primo
  last ultimo
  1/2 metà
  both entrambi`

/** Units: what they are, and the words for them. Review: any native speaker. */
export const units = `
  min minuti
  h ore
  day giorno giorni
  week settimana
  month mese mesi
  year anno`

/**
 * How readers ask for a person rather than for what the book says. Each names the person and the
 * wish to reach one, for a book may well tell of agents and operators. Review: a native speaker
 * who has worked in support.
 */
export const requestsForPerson = `
  {person} = (uman[oa]|persona|qualcuno|operatore|assistenza|agente)
  (parlare|chattare|contattare|contatto|passami|mi passi)…40{person}~`

/**
 * How a sentence begins in which readers tell of themselves, so that it may be remembered. Review:
 * any native speaker.
 */
export const tellsOfSelf = '(io )?(sono|lavoro|preferisco|mi chiamo)'

/** What readers say who are content with the answer before. Review: any native speaker. */
export const thanks = `
  grazie
  perfetto`

/** What readers say who are not content with the answer before. Review: any native speaker. */
export const complaints = 'non (funziona|mi aiuta|serve)~'
