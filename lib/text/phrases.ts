import { detectLanguage } from './language.ts'
import { de } from './phrases/de.ts'
import { en } from './phrases/en.ts'
import { es } from './phrases/es.ts'
import { fr } from './phrases/fr.ts'
import type { Phrases } from './phrases/phrase-set.ts'
import { zh } from './phrases/zh.ts'

const phrases = { en, de, es, fr, zh }

export type Language = keyof typeof phrases

export const languages = Object.keys(phrases).filter(isSpoken)

/** The language of a text among those that we speak; English where it is in none of them. */
export function languageOf(text: string): Language {
  const language = detectLanguage(text)
  return isSpoken(language) ? language : 'en'
}

/** What we say in that language. */
export const phrasesIn = (language: Language): Phrases => phrases[language]

function isSpoken(language: string): language is Language {
  return Object.hasOwn(phrases, language)
}
