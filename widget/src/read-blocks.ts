/** A block of a Markdown text; the words inside are still to be read. */
export type Block =
  | { kind: 'paragraph' | 'heading'; text: string }
  | { kind: 'code'; text: string }
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

/** Cuts Markdown into its blocks as CommonMark and GFM do; raw HTML is a paragraph like any other. */
export function readBlocks(markdown: string): Block[] {
  return readLines(markdown.replace(/\r\n?/g, '\n').replaceAll('\t', '    ').split('\n'), 0)
}

/** Lines on their way to blocks: how far they have been read, and how deep they stand. */
interface Reading {
  lines: string[]
  at: number
  depth: number
}

function readLines(lines: string[], depth: number): Block[] {
  const blocks: Block[] = []
  const reading: Reading = { lines, at: 0, depth }
  while (reading.at < lines.length) {
    if (lineOf(reading).trim() === '') reading.at += 1
    else blocks.push(readBlock(reading))
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
  reading.at += 1
  const code = takeWhile(reading, (each) => !closes(each, mark))
  reading.at += 1
  return { kind: 'code', text: code.map((each) => outdent(each, indent.length)).join('\n') }
}

function readIndentedCode(reading: Reading): Block {
  const code = takeWhile(reading, (each) => indentOf(each) >= 4 || each.trim() === '')
  const text = code.map((each) => each.slice(4)).join('\n')
  return { kind: 'code', text: text.trimEnd() }
}

function readQuote(reading: Reading): Block {
  const { lines, depth } = reading
  const quoted = takeWhile(
    reading,
    (each) => quote.test(each) || isLazy(each, lines[reading.at - 1]),
  )
  const inner = quoted.map((each) => each.replace(quote, ''))
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
  const rows = body.map((each) => head.map((_, index) => cells(each)[index] ?? ''))
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
    isItem || fence.test(line) || heading.test(line) || rule.test(line) || quote.test(line),
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
