import type { ListName } from './about.ts'

/** What is not yet written for Japanese, or what it has none of. */
export const lacking: ListName[] = [
  'stopWords',
  'commonWords',
  'negations',
  'numbers',
  'units',
  'opposites',
]

/**
 * Parts of words, or words in scripts without spaces, that turn a sentence round. Review: a native
 * speaker who writes manuals.
 */
export const negationParts = 'ません ない(?!し) なしで ずに'
