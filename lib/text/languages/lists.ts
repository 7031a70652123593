import * as ar from './ar.ts'
import * as de from './de.ts'
import * as en from './en.ts'
import * as es from './es.ts'
import * as fr from './fr.ts'
import * as hi from './hi.ts'
import * as it from './it.ts'
import * as ja from './ja.ts'
import * as ko from './ko.ts'
import * as nl from './nl.ts'
import * as pl from './pl.ts'
import * as pt from './pt.ts'
import * as ru from './ru.ts'
import * as tr from './tr.ts'
import * as zh from './zh.ts'

// Every list with its languages, but for those of assets/answering.asset.ts. Each is an export of its own,
// so that a Worker carries those alone that it reads.

export const stopWords = {
  en: en.stopWords,
  de: de.stopWords,
  es: es.stopWords,
  fr: fr.stopWords,
  zh: zh.stopWords,
}
export const commonWords = {
  en: en.commonWords,
  de: de.commonWords,
  es: es.commonWords,
  fr: fr.commonWords,
  it: it.commonWords,
  pt: pt.commonWords,
  nl: nl.commonWords,
}
export const negations = {
  en: en.negations,
  de: de.negations,
  es: es.negations,
  fr: fr.negations,
  it: it.negations,
  pt: pt.negations,
  nl: nl.negations,
  pl: pl.negations,
  ru: ru.negations,
  tr: tr.negations,
  ar: ar.negations,
  hi: hi.negations,
}
export const negationParts = { zh: zh.negationParts, ja: ja.negationParts, ko: ko.negationParts }
export const numbers = {
  en: en.numbers,
  de: de.numbers,
  es: es.numbers,
  fr: fr.numbers,
  it: it.numbers,
  pt: pt.numbers,
  nl: nl.numbers,
  ru: ru.numbers,
}
export const units = {
  en: en.units,
  de: de.units,
  es: es.units,
  fr: fr.units,
  it: it.units,
  pt: pt.units,
  nl: nl.units,
  ru: ru.units,
}
export const thoughtOpenings = {
  en: en.thoughtOpenings,
  de: de.thoughtOpenings,
  es: es.thoughtOpenings,
  fr: fr.thoughtOpenings,
  zh: zh.thoughtOpenings,
}
export const askingWords = {
  en: en.askingWords,
  de: de.askingWords,
  es: es.askingWords,
  fr: fr.askingWords,
  zh: zh.askingWords,
}
export const synonyms = { en: en.synonyms, de: de.synonyms, es: es.synonyms, fr: fr.synonyms }
export const sameInOneWord = { en: en.sameInOneWord, fr: fr.sameInOneWord }
export const greetings = { en: en.greetings, de: de.greetings, es: es.greetings, fr: fr.greetings }
export const askingFrames = {
  en: en.askingFrames,
  de: de.askingFrames,
  es: es.askingFrames,
  fr: fr.askingFrames,
  zh: zh.askingFrames,
}
export const courtesies = {
  en: en.courtesies,
  de: de.courtesies,
  es: es.courtesies,
  fr: fr.courtesies,
  zh: zh.courtesies,
}
export const bookWords = {
  en: en.bookWords,
  de: de.bookWords,
  es: es.bookWords,
  fr: fr.bookWords,
  zh: zh.bookWords,
}
export const tellingWords = {
  en: en.tellingWords,
  de: de.tellingWords,
  es: es.tellingWords,
  fr: fr.tellingWords,
  zh: zh.tellingWords,
}
export const continuations = {
  en: en.continuations,
  de: de.continuations,
  es: es.continuations,
  fr: fr.continuations,
  zh: zh.continuations,
}
export const pronouns = {
  en: en.pronouns,
  de: de.pronouns,
  es: es.pronouns,
  fr: fr.pronouns,
  zh: zh.pronouns,
}
export const emptyPronouns = { en: en.emptyPronouns, de: de.emptyPronouns, fr: fr.emptyPronouns }
export const partNouns = { en: en.partNouns, de: de.partNouns, es: es.partNouns, fr: fr.partNouns }
export const comparatives = { en: en.comparatives }
export const overviewFrames = {
  en: en.overviewFrames,
  de: de.overviewFrames,
  es: es.overviewFrames,
  fr: fr.overviewFrames,
  zh: zh.overviewFrames,
}
export const pageNames = {
  en: en.pageNames,
  de: de.pageNames,
  es: es.pageNames,
  fr: fr.pageNames,
  zh: zh.pageNames,
}
export const bookNames = {
  en: en.bookNames,
  de: de.bookNames,
  es: es.bookNames,
  fr: fr.bookNames,
  zh: zh.bookNames,
}
export const chapterNames = {
  en: en.chapterNames,
  de: de.chapterNames,
  es: es.chapterNames,
  fr: fr.chapterNames,
  zh: zh.chapterNames,
}
export const pageReferences = {
  en: en.pageReferences,
  de: de.pageReferences,
  es: es.pageReferences,
  fr: fr.pageReferences,
  zh: zh.pageReferences,
}
