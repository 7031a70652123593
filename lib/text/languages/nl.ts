import type { ListName } from './about.ts'

/** What is not yet written for Dutch, or what it has none of. */
export const lacking: ListName[] = [
  'colouringWords',
  'stopWords',
  'negationParts',
  'opposites',
  'complaints',
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
  'de het een en van is dat niet met voor op zijn wordt hoe aan deze bij ook wat er'

/** Words that turn a sentence round. Review: a native speaker who writes manuals. */
export const negations = 'niet nooit geen zonder niets'

/** Numbers in words: what they say, and the words that say it. Review: any native speaker. */
export const numbers = `
  2 twee
  3 drie
  5 vijf
  6 zes
  7 zeven
  9 negen
  10 tien
  11 elf
  12 twaalf
  20 twintig`

/** Units: what they are, and the words for them. Review: any native speaker. */
export const units = `
  h uur
  day dag dagen
  month maand
  year jaar`

/**
 * How readers ask for a person rather than for what the book says. Each names the person and the
 * wish to reach one, for a book may well tell of agents and operators. Review: a native speaker
 * who has worked in support.
 */
export const requestsForPerson = `
  {person} = (mens|iemand|persoon|medewerker|klantenservice)
  {person}…~(praten|spreken|chatten|doorverbinden|contact)~
  (praten|spreken|chatten|contact|verbind me)…{person}~`

/**
 * How a sentence begins in which readers tell of themselves, so that it may be remembered. Review:
 * any native speaker.
 */
export const tellsOfSelf = 'ik (ben|werk|gebruik|heet|woon)'

/** What readers say who are content with the answer before. Review: any native speaker. */
export const thanks = `
  bedankt
  dank (je|u)`
