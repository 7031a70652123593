import type { Source } from './events.ts'

/** Where a source stands in the book, in words: its chapter, or its file, and its section. */
export const sourceLabel = ({ chapter, source, section }: Source) =>
  [chapter || source, section].filter(Boolean).join(' › ')
