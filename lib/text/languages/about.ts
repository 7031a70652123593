/**
 * What each list of words decides, and who can review it. Every list stands in a file for each
 * language, one a language, with the same line above it; a language that has no such list says so in
 * its `lacking`. Lists are read once, by `../word-lists.ts`.
 */
export const about = {
  stopWords:
    'Words that claim nothing: no search, match or check looks at them. Review: any native speaker.',
  commonWords:
    'The commonest words, by which a text is known to be in this language. Review: any native speaker.',
  negations: 'Words that turn a sentence round. Review: a native speaker who writes manuals.',
  negationParts:
    'Parts of words, or words in scripts without spaces, that turn a sentence round. Review: a native speaker who writes manuals.',
  numbers:
    'Numbers in words: what they say, and the words that say it. Review: any native speaker.',
  units: 'Units: what they are, and the words for them. Review: any native speaker.',
  opposites:
    'Contraries, as base forms: those left of | against those right of it. They decide whether a claim says the opposite of its passage. Review: a native speaker who writes manuals.',
} as const

export type ListName = keyof typeof about
