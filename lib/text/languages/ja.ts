import type { ListName } from './about.ts'

/** What is not yet written for Japanese, or what it has none of. */
export const lacking: ListName[] = [
  'colouringWords',
  'stopWords',
  'commonWords',
  'negations',
  'numbers',
  'units',
  'opposites',
  'tellsOfSelf',
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
export const negationParts = 'ません ない(?!し) なしで ずに'

/**
 * How readers ask for a person rather than for what the book says. Each names the person and the
 * wish to reach one, for a book may well tell of agents and operators. Review: a native speaker
 * who has worked in support.
 */
export const requestsForPerson = `
  {person} = (人間|人|オペレーター|担当者|スタッフ|サポート)
  {person}…8(話し|話せ|つない|繋い|代わっ|連絡)`

/** What readers say who are content with the answer before. Review: any native speaker. */
export const thanks = `
  ありがとう
  助かりました`

/** What readers say who are not content with the answer before. Review: any native speaker. */
export const complaints = `
  役に立た
  動かない`
