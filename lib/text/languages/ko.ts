import type { ListName } from './about.ts'

/** What is not yet written for Korean, or what it has none of. */
export const lacking: ListName[] = [
  'colouringWords',
  'stopWords',
  'commonWords',
  'negations',
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

/**
 * Parts of words, or words in scripts without spaces, that turn a sentence round. Review: a native
 * speaker who writes manuals.
 */
export const negationParts = '않 없 못 안\\s'

/**
 * How readers ask for a person rather than for what the book says. Each names the person and the
 * wish to reach one, for a book may well tell of agents and operators. Review: a native speaker
 * who has worked in support.
 */
export const requestsForPerson = `
  {person} = (상담원|사람|직원|담당자)
  {person}…10(연결|통화|이야기|얘기|대화|말하)`

/** What readers say who are content with the answer before. Review: any native speaker. */
export const thanks = `
  감사
  고마`
