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

// Every list with its languages. Each is an export of its own, so that a Worker carries those alone
// that it reads.

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
export const opposites = {
  en: en.opposites,
  de: de.opposites,
  es: es.opposites,
  fr: fr.opposites,
  zh: zh.opposites,
}
