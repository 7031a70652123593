import * as ar from '../languages/ar.ts'
import * as de from '../languages/de.ts'
import * as en from '../languages/en.ts'
import * as es from '../languages/es.ts'
import * as fr from '../languages/fr.ts'
import * as hi from '../languages/hi.ts'
import * as it from '../languages/it.ts'
import * as ja from '../languages/ja.ts'
import * as ko from '../languages/ko.ts'
import * as nl from '../languages/nl.ts'
import * as pl from '../languages/pl.ts'
import * as pt from '../languages/pt.ts'
import * as ru from '../languages/ru.ts'
import * as tr from '../languages/tr.ts'
import * as zh from '../languages/zh.ts'
import { de as dePhrases } from '../phrases/de.ts'
import { en as enPhrases } from '../phrases/en.ts'
import { es as esPhrases } from '../phrases/es.ts'
import { fr as frPhrases } from '../phrases/fr.ts'
import { zh as zhPhrases } from '../phrases/zh.ts'

/*
 * What is needed only once a question is on its way: what we say to readers, the turns that are no
 * questions, and the words that claims and near answers are checked by; and what the ends of conversations
 * are told by. A Worker reads it beside the search. Whoever uses it asks `areTextsRead` first, or has
 * awaited `readTexts`.
 */

export const phrases = {
  en: enPhrases,
  de: dePhrases,
  es: esPhrases,
  fr: frPhrases,
  zh: zhPhrases,
}
export const opposites = {
  en: en.opposites,
  de: de.opposites,
  es: es.opposites,
  fr: fr.opposites,
  zh: zh.opposites,
}
export const rewordings = {
  en: en.rewordings,
  de: de.rewordings,
  es: es.rewordings,
  fr: fr.rewordings,
}
export const requestsForPerson = {
  en: en.requestsForPerson,
  de: de.requestsForPerson,
  es: es.requestsForPerson,
  fr: fr.requestsForPerson,
  it: it.requestsForPerson,
  pt: pt.requestsForPerson,
  nl: nl.requestsForPerson,
  pl: pl.requestsForPerson,
  ru: ru.requestsForPerson,
  tr: tr.requestsForPerson,
  ar: ar.requestsForPerson,
  hi: hi.requestsForPerson,
  zh: zh.requestsForPerson,
  ja: ja.requestsForPerson,
  ko: ko.requestsForPerson,
}
export const directions = {
  en: en.directions,
  de: de.directions,
  es: es.directions,
  fr: fr.directions,
}
export const relations = { en: en.relations, de: de.relations, es: es.relations, fr: fr.relations }
export const backReferences = {
  en: en.backReferences,
  de: de.backReferences,
  es: es.backReferences,
  fr: fr.backReferences,
  zh: zh.backReferences,
}
export const colouringWords = { en: en.colouringWords }
export const tellsOfSelf = {
  en: en.tellsOfSelf,
  de: de.tellsOfSelf,
  es: es.tellsOfSelf,
  fr: fr.tellsOfSelf,
  it: it.tellsOfSelf,
  pt: pt.tellsOfSelf,
  nl: nl.tellsOfSelf,
}
export const thanks = {
  en: en.thanks,
  de: de.thanks,
  es: es.thanks,
  fr: fr.thanks,
  it: it.thanks,
  pt: pt.thanks,
  nl: nl.thanks,
  pl: pl.thanks,
  ru: ru.thanks,
  tr: tr.thanks,
  ar: ar.thanks,
  hi: hi.thanks,
  zh: zh.thanks,
  ja: ja.thanks,
  ko: ko.thanks,
}
export const complaints = {
  en: en.complaints,
  de: de.complaints,
  es: es.complaints,
  fr: fr.complaints,
  it: it.complaints,
  pt: pt.complaints,
  ru: ru.complaints,
  zh: zh.complaints,
  ja: ja.complaints,
}
