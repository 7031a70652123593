import type { ListName } from './about.ts'

/** What is not yet written for Arabic, or what it has none of. */
export const lacking: ListName[] = [
  'stopWords',
  'commonWords',
  'negationParts',
  'numbers',
  'units',
  'opposites',
]

/** Words that turn a sentence round. Review: a native speaker who writes manuals. */
export const negations = 'لا ليس لم لن بدون غير'
