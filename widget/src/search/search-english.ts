import type { Texts } from '../locale.ts'

/** What the search box says, in English. */
export const searchEnglish = {
  search: 'Search',
  searchPlaceholder: 'Search or ask…',
  noHits: 'No page holds these words.',
  askThis: (words: string) => `Ask: ${words}`,
  hits: (n: number) => `${n} result${n === 1 ? '' : 's'}`,
  searchFailed: 'The search cannot be reached. You can still ask.',
}

export type SearchTexts = Texts & typeof searchEnglish

/** All that it says in the language of the widget: what its file lacks is English. */
export const searchTexts = (texts: Texts): SearchTexts => ({ ...searchEnglish, ...texts })
