const longestTop = 8_000
const field = /^:([\w][\w -]*):(?:[ \t]+(.*))?$/

/** The fields on top of a page, as reStructuredText and AsciiDoc write them in its text. */
export function fieldsOnTop(text: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const line of text.slice(0, longestTop).split('\n')) {
    const [, name, value = ''] = field.exec(line) ?? []
    if (name !== undefined) fields[name] = value.trim() || 'true'
    // The title, its author and comments may stand above them.
    else if (line.trim() !== '' && !/^(?:[=#] |\/\/|[\w<].*)/.test(line)) break
  }
  return fields
}

/** The text without fields that stand above everything else, and without an AsciiDoc author's line. */
export function withoutFieldsOnTop(text: string): string {
  const lines = text.split('\n')
  let at = 0
  while (at < lines.length && (lines[at]?.trim() === '' || field.test(lines[at] ?? ''))) at += 1
  const isHeader = /^= \S/.test(lines[at] ?? '')
  const rest = lines.slice(at)
  if (!isHeader) return rest.join('\n')
  const end = rest.findIndex((line) => line.trim() === '')
  return [rest[0], '', ...(end < 0 ? [] : rest.slice(end))].join('\n')
}
