import type { PassageSize } from './cut-block.ts'
import { cutText } from './cut-text.ts'
import type { Section } from './sections.ts'

/** A page read as plain paragraphs, for text that no Markdown parser should be given. */
export function plainSection(lines: readonly string[], size: PassageSize): Section {
  const paragraphs = lines.join('\n').split(/\n(?:[ \t]*\n)+/)
  const pieces = paragraphs
    .flatMap((paragraph) => cutText(paragraph, size.targetChars))
    .filter((text) => text.trim() !== '')
    .map((text) => ({ text: text.trim(), glue: '\n\n', headingPath: [] }))
  return { heading: '', pieces }
}
