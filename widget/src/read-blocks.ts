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

function readLines(lines: string[], depth: number): Block[] {
  const blocks: Block[] = []
  let at = 0

  const line = () => lines[at] ?? ''
  /** The lines from here on for as long as they are wanted. */
  const takeWhile = (isWanted: (line: string) => boolean): string[] => {
    const from = at
    while (at < lines.length && isWanted(line())) at += 1
    return lines.slice(from, at)
  }

  function readFence(indent: string, mark: string): Block {
    at += 1
    const code = takeWhile((each) => !closes(each, mark))
    at += 1
    return { kind: 'code', text: code.map((each) => outdent(each, indent.length)).join('\n') }
  }

  function readQuote(): Block {
    const quoted = takeWhile((each) => quote.test(each) || isLazy(each, lines[at - 1]))
    const inner = quoted.map((each) => each.replace(quote, ''))
    return { kind: 'quote', blocks: readLines(inner, depth + 1) }
  }

  /** Whether a line goes on with the paragraph of the line before it, without its sign or indent. */
  function isLazy(each: string, before = ''): boolean {
    const isText = (text: string) => text.trim() !== '' && !startsBlock(text) && !marker.test(text)
    return isText(each) && isText(before.replace(/^[ >]*(?:[-*+]|\d+[.)])? */, ''))
  }

  function readList(isOrdered: boolean, start: number | undefined): Block {
    const items: Block[][] = []
    for (let found = marker.exec(line()); found; found = marker.exec(line())) {
      if (rule.test(line()) || (found[2] !== undefined) !== isOrdered) break
      const width = found[0].trimEnd().length + (found[3]?.length ?? 1)
      items.push(readLines(readItem(width, found[1]?.length ?? 0), depth + 1))
    }
    return { kind: 'list', start, items }
  }

  function readItem(width: number, indent: number): string[] {
    const item = [line().slice(width)]
    // Writers, and models, indent by two where the sign of an ordered item takes three.
    const isInside = (each: string) => indentOf(each) >= Math.min(width, indent + 2)
    at += 1
    while (at < lines.length) {
      const blanks = takeWhile((each) => each.trim() === '')
      if (blanks.length === 0 && !isInside(line()) && !isLazy(line(), lines[at - 1])) break
      // What follows blank lines is inside, or another item, or no part of the list.
      if (blanks.length > 0 && !isInside(line())) break
      item.push(...blanks, outdent(line(), width))
      at += 1
    }
    return item
  }

  function readTable(): Block {
    const head = cells(line())
    at += 2
    const rows = takeWhile((each) => each.trim() !== '' && !startsBlock(each)).map((each) =>
      head.map((_, index) => cells(each)[index] ?? ''),
    )
    return { kind: 'table', rows: [head, ...rows] }
  }

  function isTable(): boolean {
    const next = lines[at + 1] ?? ''
    if (!line().includes('|') || !tableRule.test(next)) return false
    return cells(line()).length === cells(next).length
  }

  function readParagraph(): Block {
    const from = at
    at += 1
    while (at < lines.length && line().trim() !== '') {
      if (underline.test(line())) {
        const text = lines.slice(from, at).join('\n')
        at += 1
        return { kind: 'heading', text: text.trim() }
      }
      if (startsBlock(line()) || isTable()) break
      at += 1
    }
    const text = lines.slice(from, at).map((each) => each.trimStart())
    return { kind: 'paragraph', text: text.join('\n').trimEnd() }
  }

  function readBlock(): Block | undefined {
    const fenced = fence.exec(line())
    if (fenced) return readFence(fenced[1] ?? '', fenced[2] ?? '')
    if (indentOf(line()) >= 4) {
      const code = takeWhile((each) => indentOf(each) >= 4 || each.trim() === '')
      return {
        kind: 'code',
        text: code
          .map((each) => each.slice(4))
          .join('\n')
          .trimEnd(),
      }
    }
    const titled = heading.exec(line())
    if (titled) {
      at += 1
      return { kind: 'heading', text: (titled[1] ?? '').replace(/[ ]#+[ ]*$/, '').trim() }
    }
    if (rule.test(line())) {
      at += 1
      return { kind: 'rule' }
    }
    if (depth < deepest && quote.test(line())) return readQuote()
    const listed = depth < deepest && marker.exec(line())
    if (listed) return readList(listed[2] !== undefined, listed[2] ? Number(listed[2]) : undefined)
    return isTable() ? readTable() : readParagraph()
  }

  while (at < lines.length) {
    if (line().trim() === '') {
      at += 1
      continue
    }
    const block = readBlock()
    if (block) blocks.push(block)
  }
  return blocks
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
