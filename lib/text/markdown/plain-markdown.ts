/**
 * The words of Markdown as a reader sees them, roughly and fast: without the marks of emphasis, code,
 * headings, lists, tables, links and HTML. Lines stay lines.
 */
export const plainMarkdown = (markdown: string): string =>
  markdown
    .replace(/[ \t]+/g, ' ')
    .replace(/^ ?(?:```|~~~).*$/gm, '')
    .replace(/^ ?(?:\| ?)?:?-{3,}[-:| ]*$/gm, '')
    .replace(/!?\[([^\][]{0,300})\](?:\([^()\s]{0,500}\)|\[[^\][]{0,100}\])/g, '$1')
    .replace(/<\/?[a-z][^<>]{0,300}>/gi, '')
    .replace(/^ ?(?:#{1,6}|>|[-*+]|\d{1,4}[.)]) /gm, '')
    .replace(/ ?\| ?/g, ' ')
    .replace(/(\*\*|__|~~|`+)(?=\S)([^\n]{0,500}?\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}*\\])\*(?=[^\s*])([^*\n]{0,300}?[^\s*])\*(?![\p{L}\p{N}*])/gu, '$1')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/ ?\n[\n ]*/g, '\n')
    .trim()
