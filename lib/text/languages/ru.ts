import type { ListName } from './about.ts'

/** What is not yet written for Russian, or what it has none of. */
export const lacking: ListName[] = [
  'colouringWords',
  'stopWords',
  'commonWords',
  'negationParts',
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

/** Words that turn a sentence round. Review: a native speaker who writes manuals. */
export const negations = 'не нет без никогда нельзя ничего'

/** Numbers in words: what they say, and the words that say it. Review: any native speaker. */
export const numbers = `
  2 два две
  3 три
  4 четыре
  5 пять
  6 шесть
  7 семь
  8 восемь
  9 девять
  10 десять
  11 одиннадцать`

/** Units: what they are, and the words for them. Review: any native speaker. */
export const units = `
  s секунд секунды
  min минут минуты
  h час часа часов
  day день дня дней
  week неделя недели
  month месяц месяца
  year год года лет`

/**
 * How readers ask for a person rather than for what the book says. Each names the person and the
 * wish to reach one, for a book may well tell of agents and operators. Review: a native speaker
 * who has worked in support.
 */
export const requestsForPerson = `
  {person} = (человек|оператор|поддержк|кем-нибудь|кем-то|специалист|сотрудник)
  ~(поговорить|связаться|соедини|позови|переключи|свяжите|связать)~…40{person}~`

/** What readers say who are content with the answer before. Review: any native speaker. */
export const thanks = `
  спасибо
  понятно`

/** What readers say who are not content with the answer before. Review: any native speaker. */
export const complaints = 'не (работает|помог)~'
