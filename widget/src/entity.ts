const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  hellip: '…',
  mdash: '—',
  ndash: '–',
}

const references = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi

/** Text with the character references of everyday Markdown resolved; any other stays as it is. */
export const decodeEntities = (text: string): string =>
  text.replace(references, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return named[name] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
  })
