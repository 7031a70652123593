import * as answering from './assets/answering.asset.ts'
import { areTextsRead } from './assets/asset-texts.ts'
import { detectLanguage } from './language.ts'
import { inEnglish } from './phrases/early.built.ts'
import type { Sentences, Turns } from './phrases/phrase-set.ts'

export const languages = ['en', 'de', 'es', 'fr', 'zh'] as const

export type Language = (typeof languages)[number]

/** The language of a text among those that we speak; English where it is in none of them. */
export function languageOf(text: string): Language {
  const language = detectLanguage(text)
  return languages.find((one) => one === language) ?? 'en'
}

/** What we say in that language; in English where the others could not be read. */
export const phrasesIn = (language: Language): Sentences =>
  areTextsRead('answering') ? answering.phrases[language] : inEnglish

/** What readers and models say in that language; to be asked for once the texts have been read. */
export const turnsIn = (language: Language): Turns => answering.phrases[language]
