import type { ListName } from './about.ts'

/** What is not yet written for Hindi, or what it has none of. */
export const lacking: ListName[] = [
  'colouringWords',
  'stopWords',
  'commonWords',
  'negationParts',
  'numbers',
  'units',
  'opposites',
  'tellsOfSelf',
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

/** Words that turn a sentence round. Review: a native speaker who writes manuals. */
export const negations = 'नहीं मत बिना'

/**
 * How readers ask for a person rather than for what the book says. Each names the person and the
 * wish to reach one, for a book may well tell of agents and operators. Review: a native speaker
 * who has worked in support.
 */
export const requestsForPerson = `
  {person} = (इंसान|व्यक्ति|एजेंट|किसी से)
  {person}~…20~बात~`

/** What readers say who are content with the answer before. Review: any native speaker. */
export const thanks = '~धन्यवाद~'
