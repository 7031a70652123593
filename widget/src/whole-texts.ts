import type { OpenTexts } from './locales/en.ts'
import type { rareEnglish } from './rare/rare-english.ts'
import type { searchEnglish } from './search/search-english.ts'

/** What a language's file says: all but what a closed widget says. */
export type WholeTexts = OpenTexts & typeof rareEnglish & typeof searchEnglish
