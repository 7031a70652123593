/** A block of a Markdown text; the words inside are still to be read. */
export type Block =
  | { kind: 'paragraph' | 'heading'; text: string }
  | { kind: 'code'; text: string; language: string }
  | { kind: 'aside'; name: string; title: string; blocks: Block[] }
  | { kind: 'footnote'; name: string; text: string }
  | { kind: 'rule' }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; start: number | undefined; items: Block[][] }
  | { kind: 'table'; rows: string[][] }

const deepest = 16
const fence = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})/
const heading = /^ {0,3}#{1,6}(?=[ \t]|$)(.*)$/
const underline = /^ {0,3}(?:=+|-+)[ \t]*$/
const rule = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/
const quote = /^ {0,3}> ?/
const marker = /^( {0,3})(?:[-*+]|(\d{1,9})[.)])(?:( {1,4})(?=\S)|[ \t]|$)/
const tableRule = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/

// What the page's generator shows as a box with a title: Docusaurus, VitePress and Starlight; Material
// for MkDocs; GitHub.
const colons = /^ {0,3}(:{3,}) ?\{?\.?([a-z][\w-]{1,20})\}?(?:\[([^\]]*)\]| +(.*))?$/i
const bangs = /^(?:!!!|\?\?\?\+?) +([a-z][\w-]{1,20})(?: [^"]*)?(?:"(.*)")?$/i
const alertLine = /^ *\[!(note|tip|important|warning|caution)\] *$/i
const footnote = /^ {0,3}\[\^([\w-]{1,30})\]:(?: +(.*))?$/

/** Cuts Markdown into its blocks as CommonMark and GFM do; raw HTML is a paragraph like any other. */
export const readBlocks = (markdown: string): Block[] => readLines(toLines(markdown), 0)

const toLines = (markdown: string) =>
  markdown.replace(/\r\n?/g, '\n').replaceAll('\t', '    ').split('\n')

/**
 * Reads a text that grows. What has grown since is given as the blocks that go behind the first `kept` of
 * those that were given before: these stay as they are, whatever follows. Undefined where nothing has.
 */
export function createBlockReader() {
  let before = ''
  let [at, kept] = [0, 0]
  return (markdown: string) => {
    if (markdown === before) return undefined
    if (!markdown.startsWith(before)) at = kept = 0
    before = markdown
    const lines = toLines(markdown)
    const starts: number[] = []
    const read = { kept, blocks: readLines(lines, 0, at, starts) }
    // The last line may still grow, and the one before it may be the head of a table. Whatever is before
    // a block that begins above them has ended.
    const last = starts.findLastIndex((start) => start < lines.length - 2)
    if (last > 0) [at, kept] = [starts[last] ?? 0, kept + last]
    return read
  }
}

/** Lines on their way to blocks: how far they have been read, and how deep they stand. */
interface Reading {
  lines: string[]
  at: number
  depth: number
}

function readLines(lines: string[], depth: number, at = 0, starts: number[] = []): Block[] {
  const blocks: Block[] = []
  const reading: Reading = { lines, at, depth }
  while (reading.at < lines.length) {
    if (lineOf(reading).trim() === '') reading.at += 1
    else {
      starts.push(reading.at)
      blocks.push(readBlock(reading))
    }
  }
  return blocks
}

const lineOf = ({ lines, at }: Reading) => lines[at] ?? ''

/** The lines from here on for as long as they are wanted. */
function takeWhile(reading: Reading, isWanted: (line: string) => boolean): string[] {
  const { lines, at: from } = reading
  while (reading.at < lines.length && isWanted(lineOf(reading))) reading.at += 1
  return lines.slice(from, reading.at)
}

function readBlock(reading: Reading): Block {
  const line = lineOf(reading)
  const fenced = fence.exec(line)
  if (fenced) return readFence(reading, fenced[1] ?? '', fenced[2] ?? '')
  const aside = reading.depth < deepest && readAside(reading)
  if (aside) return aside
  const noted = footnote.exec(line)
  if (noted) {
    reading.at += 1
    const rest = takeWhile(reading, (each) => each.trim() !== '' && indentOf(each) > 0)
    const text = [noted[2] ?? '', ...rest.map((each) => each.trim())].join('\n')
    return { kind: 'footnote', name: noted[1] ?? '', text }
  }
  if (indentOf(line) >= 4) return readIndentedCode(reading)
  const titled = heading.exec(line)
  if (titled) {
    reading.at += 1
    return { kind: 'heading', text: (titled[1] ?? '').replace(/[ ]#+[ ]*$/, '').trim() }
  }
  if (rule.test(line)) {
    reading.at += 1
    return { kind: 'rule' }
  }
  if (reading.depth < deepest && quote.test(line)) return readQuote(reading)
  const listed = reading.depth < deepest && marker.exec(line)
  if (listed) {
    const start = listed[2] ? Number(listed[2]) : undefined
    return readList(reading, listed[2] !== undefined, start)
  }
  return isTable(reading) ? readTable(reading) : readParagraph(reading)
}

function readFence(reading: Reading, indent: string, mark: string): Block {
  const info = lineOf(reading).trim().slice(mark.length)
  const language = /^ *\{?\.?([\w#+-]{1,20})/.exec(info)?.[1] ?? ''
  reading.at += 1
  const code = takeWhile(reading, (each) => !closes(each, mark))
  reading.at += 1
  const text = code.map((each) => outdent(each, indent.length)).join('\n')
  return { kind: 'code', text, language }
}

/** A box with a title, or undefined where none begins. */
function readAside(reading: Reading): Block | undefined {
  const { at, lines, depth } = reading
  const fenced = colons.exec(lineOf(reading))
  if (fenced) {
    const mark = fenced[1] ?? ''
    const isEnd = (each: string) => each.trim() === mark
    // Until its end is there, an answer that still grows is all inside.
    const end = lines.findIndex((each, index) => index > at && isEnd(each))
    const inside = lines.slice(at + 1, end === -1 ? undefined : end)
    reading.at = at + 1 + inside.length + (end === -1 ? 0 : 1)
    return asideOf(fenced[2] ?? '', fenced[3] ?? fenced[4] ?? '', readLines(inside, depth + 1))
  }
  const banged = bangs.exec(lineOf(reading))
  if (!banged) return undefined
  reading.at += 1
  const inside = takeWhile(reading, (each) => each.trim() === '' || indentOf(each) >= 4)
  const blocks = readLines(
    inside.map((each) => each.slice(4)),
    depth + 1,
  )
  return asideOf(banged[1] ?? '', banged[2] ?? '', blocks)
}

function asideOf(word: string, title: string, blocks: Block[]): Block {
  const name = word.toLowerCase()
  return {
    kind: 'aside',
    name,
    title: title || name.charAt(0).toUpperCase() + name.slice(1),
    blocks,
  }
}

function readIndentedCode(reading: Reading): Block {
  const code = takeWhile(reading, (each) => indentOf(each) >= 4 || each.trim() === '')
  const text = code.map((each) => each.slice(4)).join('\n')
  return { kind: 'code', text: text.trimEnd(), language: '' }
}

function readQuote(reading: Reading): Block {
  const { lines, depth } = reading
  const quoted = takeWhile(
    reading,
    (each) => quote.test(each) || isLazy(each, lines[reading.at - 1]),
  )
  const inner = quoted.map((each) => each.replace(quote, ''))
  const alert = alertLine.exec(inner[0] ?? '')
  if (alert) return asideOf(alert[1] ?? '', '', readLines(inner.slice(1), depth + 1))
  return { kind: 'quote', blocks: readLines(inner, depth + 1) }
}

/** Whether a line goes on with the paragraph of the line before it, without its sign or indent. */
function isLazy(each: string, before = ''): boolean {
  const isText = (text: string) => text.trim() !== '' && !startsBlock(text) && !marker.test(text)
  return isText(each) && isText(before.replace(/^[ >]*(?:[-*+]|\d+[.)])? */, ''))
}

function readList(reading: Reading, isOrdered: boolean, start: number | undefined): Block {
  const items: Block[][] = []
  const find = () => marker.exec(lineOf(reading))
  for (let found = find(); found; found = find()) {
    if (rule.test(lineOf(reading)) || (found[2] !== undefined) !== isOrdered) break
    const width = found[0].trimEnd().length + (found[3]?.length ?? 1)
    const item = readItem(reading, width, found[1]?.length ?? 0)
    items.push(readLines(item, reading.depth + 1))
  }
  return { kind: 'list', start, items }
}

function readItem(reading: Reading, width: number, indent: number): string[] {
  const { lines } = reading
  const item = [lineOf(reading).slice(width)]
  // Writers, and models, indent by two where the sign of an ordered item takes three.
  const isInside = (each: string) => indentOf(each) >= Math.min(width, indent + 2)
  reading.at += 1
  while (reading.at < lines.length) {
    const blanks = takeWhile(reading, (each) => each.trim() === '')
    const line = lineOf(reading)
    if (blanks.length === 0 && !isInside(line) && !isLazy(line, lines[reading.at - 1])) break
    // What follows blank lines is inside, or another item, or no part of the list.
    if (blanks.length > 0 && !isInside(line)) break
    item.push(...blanks, outdent(line, width))
    reading.at += 1
  }
  return item
}

function isTable(reading: Reading): boolean {
  const line = lineOf(reading)
  const next = reading.lines[reading.at + 1] ?? ''
  if (!line.includes('|') || !tableRule.test(next)) return false
  return cells(line).length === cells(next).length
}

function readTable(reading: Reading): Block {
  const head = cells(lineOf(reading))
  reading.at += 2
  const body = takeWhile(reading, (each) => each.trim() !== '' && !startsBlock(each))
  // What a row has more than its header, such as a mark behind it, is shown as well.
  const rows = body.map((each) => Object.assign(Array(head.length).fill(''), cells(each)))
  return { kind: 'table', rows: [head, ...rows] }
}

function readParagraph(reading: Reading): Block {
  const { lines, at: from } = reading
  reading.at += 1
  while (reading.at < lines.length && lineOf(reading).trim() !== '') {
    if (underline.test(lineOf(reading))) {
      const text = lines.slice(from, reading.at).join('\n')
      reading.at += 1
      return { kind: 'heading', text: text.trim() }
    }
    if (startsBlock(lineOf(reading)) || isTable(reading)) break
    reading.at += 1
  }
  const text = lines.slice(from, reading.at).map((each) => each.trimStart())
  return { kind: 'paragraph', text: text.join('\n').trimEnd() }
}

/** Whether a line ends the paragraph before it. */
function startsBlock(line: string): boolean {
  const listed = marker.exec(line)
  const isItem = listed && listed[3] !== undefined && (listed[2] ?? '1') === '1'
  return Boolean(
    isItem ||
      colons.test(line) ||
      fence.test(line) ||
      heading.test(line) ||
      rule.test(line) ||
      quote.test(line),
  )
}

const closes = (line: string, mark: string) => {
  const text = line.trim()
  const isMark = text.length >= mark.length && text === mark.charAt(0).repeat(text.length)
  return isMark && indentOf(line) < 4
}

const indentOf = (line: string) => line.length - line.trimStart().length

const outdent = (line: string, width: number) => line.slice(Math.min(width, indentOf(line)))

const cells = (line: string) =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
