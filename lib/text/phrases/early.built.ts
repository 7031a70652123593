import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { zh } from './zh.ts'

const {
  denies: _,
  aboutAnswer: __,
  talk: ___,
  replies: ____,
  restsOn: _____,
  contents: ______,
  ...sentences
} = en

/** What we say where the sentences of other languages have not been read. */
export const inEnglish = sentences

/** What the table of contents is called: an overview is written before all else is read. */
export const tableOfContents = {
  en: en.contents,
  de: de.contents,
  es: es.contents,
  fr: fr.contents,
  zh: zh.contents,
}

/** What is polite around a question: it is no part of what an overview is asked of. */
export const courtesies = {
  en: en.aboutAnswer.courtesy,
  de: de.aboutAnswer.courtesy,
  es: es.aboutAnswer.courtesy,
  fr: fr.aboutAnswer.courtesy,
  zh: zh.aboutAnswer.courtesy,
}
