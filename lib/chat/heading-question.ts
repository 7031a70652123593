import type { Passage } from './passage.ts'

/** A heading as what a reader would ask: as it is where it asks, else with the chapter it is of. */
export function asQuestion({ chapter, section }: Pick<Passage, 'chapter' | 'section'>): string {
  if (/[?？؟]\s*$/u.test(section)) return section
  if (section === '' || section === chapter) return chapter
  return chapter === '' ? section : `${chapter}: ${section}`
}
