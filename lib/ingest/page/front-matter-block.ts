export interface FrontMatterBlock {
  format: 'YAML' | 'TOML' | 'JSON'
  /** What stands between the marks. */
  text: string
  /** Offset of the body. */
  end: number
  /** The line of the page on which `text` begins, counted from 1. */
  line: number
}

const opening = /^(?:[ \t]*\n)*(---|\+\+\+|;;;)[ \t]*(yaml|toml|json)?[ \t]*\n/i
const closings = {
  '---': /^(?:---|\.\.\.)[ \t]*(?:\n|$)/gm,
  '+++': /^\+\+\+[ \t]*(?:\n|$)/gm,
  ';;;': /^;;;[ \t]*(?:\n|$)/gm,
}

/** The front matter at the top of a page, in any of the forms that generators read. */
export function findFrontMatter(source: string): FrontMatterBlock | undefined {
  return fenced(source) ?? bareJson(source)
}

function fenced(source: string): FrontMatterBlock | undefined {
  const open = opening.exec(source)
  const mark = open?.[1]
  if (open === null || (mark !== '---' && mark !== '+++' && mark !== ';;;')) return undefined
  const start = open[0].length
  const close = new RegExp(closings[mark])
  close.lastIndex = start
  const found = close.exec(source)
  if (found === null) return undefined
  return {
    format: formatOf(mark, open[2]?.toLowerCase()),
    text: source.slice(start, found.index),
    end: found.index + found[0].length,
    line: linesIn(open[0]) + 1,
  }
}

function formatOf(mark: string, named: string | undefined): FrontMatterBlock['format'] {
  if (named === 'toml' || (mark === '+++' && named === undefined)) return 'TOML'
  return named === 'json' || mark === ';;;' ? 'JSON' : 'YAML'
}

/** Hugo's JSON: an object without any marks around it, above an empty line or the page's end. */
function bareJson(source: string): FrontMatterBlock | undefined {
  const open = /^(?:[ \t]*\n)*(?=\{\s*(?:"|\}))/.exec(source)
  if (open === null) return undefined
  const start = open[0].length
  const end = endOfObject(source, start)
  const after = end === undefined ? undefined : /^[ \t]*(?:\n|$)/.exec(source.slice(end, end + 200))
  if (end === undefined || !after) return undefined
  return {
    format: 'JSON',
    text: source.slice(start, end),
    end: end + after[0].length,
    line: linesIn(open[0]) + 1,
  }
}

function endOfObject(source: string, start: number): number | undefined {
  const marks = /"(?:[^"\\\n]|\\.)*"|[{}]/g
  marks.lastIndex = start
  let depth = 0
  for (let match = marks.exec(source); match !== null; match = marks.exec(source)) {
    if (match[0] === '{') depth += 1
    if (match[0] === '}') depth -= 1
    if (depth === 0) return marks.lastIndex
  }
  return undefined
}

const linesIn = (text: string) => text.split('\n').length - 1
