import { type ClosedTexts, closedTexts, type Lang } from './closed-texts.ts'
import { en, type OpenTexts } from './locales/en.ts'
import { loadPart } from './parts.ts'
import { isRecord, tellOwner } from './request.ts'

/** All that the widget says in one language. */
export type Texts = OpenTexts & ClosedTexts

export interface Locale {
  lang: Lang
  dir: 'ltr' | 'rtl'
}

const known = new Map<Lang, Texts>([['en', { ...en, ...closedTexts.en }]])

type Wish = string | null | undefined

/** The first of the wished languages that the widget speaks, or else of the reader's own, or English. */
export function chooseLocale(wishes: Wish[], own: () => readonly Wish[] = () => []): Locale {
  const lang = firstSpoken(wishes) ?? firstSpoken(own()) ?? 'en'
  return { lang, dir: lang === 'ar' ? 'rtl' : 'ltr' }
}

const firstSpoken = (wishes: readonly Wish[]) =>
  wishes.map((wish) => wish?.toLowerCase().split(/[-_]/)[0]).find(isSpoken)

/** The words of a language, where they are here already; English is always. */
export const textsHere = (lang: Lang): Texts | undefined => known.get(lang)

/** The words of a language. What its file lacks, or all of it where it cannot be had, is English. */
export async function loadTexts(lang: Lang): Promise<Texts> {
  const file = lang === 'en' ? undefined : await loadPart(lang).catch(tellWhy)
  const own = isRecord(file) && isRecord(file.texts) ? file.texts : {}
  const texts = { ...en, ...own, ...closedTexts[lang] }
  known.set(lang, texts)
  return texts
}

const tellWhy = (error: unknown) =>
  tellOwner(`a file of the widget could not be loaded, so that it speaks English. ${String(error)}`)

const isSpoken = (lang: string | undefined): lang is Lang =>
  lang !== undefined && Object.hasOwn(closedTexts, lang)
