import { shownAttributes } from './shown-attributes.ts'

/** The lines that stand for a tag between blocks: what it shows, apart from what is around it. */
export function tagLines(
  name: string,
  attributes: ReadonlyMap<string, string>,
  indent = '',
): string[] {
  const shown = shownAttributes(name, attributes)
  return shown.length === 0 ? [''] : ['', ...shown.map((line) => indent + line), '']
}
