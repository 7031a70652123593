import { ar } from './locales/ar.ts'
import { de } from './locales/de.ts'
import { en, type Texts } from './locales/en.ts'
import { es } from './locales/es.ts'
import { zh } from './locales/zh.ts'

const locales = { en, de, es, zh, ar }

export interface Locale {
  lang: keyof typeof locales
  dir: 'ltr' | 'rtl'
  texts: Texts
}

/** The first of the wished languages that the widget speaks, or English. */
export function chooseLocale(wishes: (string | null | undefined)[]): Locale {
  const lang = wishes.map((wish) => wish?.toLowerCase().split(/[-_]/)[0]).find(isSpoken) ?? 'en'
  return { lang, dir: lang === 'ar' ? 'rtl' : 'ltr', texts: locales[lang] }
}

const isSpoken = (lang: string | undefined): lang is Locale['lang'] =>
  lang !== undefined && Object.hasOwn(locales, lang)
