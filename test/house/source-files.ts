import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ParseResult, parseSync, Visitor } from 'rolldown/utils'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A source file of ours: its path from the root, what it imports of ours, and its functions. */
export interface SourceFile {
  path: string
  lines: number
  imports: string[]
  functions: { name: string; line: number; lines: number }[]
}

/** Every TypeScript file of ours, parsed. */
export function readSourceFiles(): SourceFile[] {
  return listFiles()
    .filter((path) => /\.tsx?$/.test(path))
    .map(readSourceFile)
}

/** The files that Git knows or would add. */
export function listFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed.split('\n').filter((path) => path !== '' && existsSync(join(root, path)))
}

function readSourceFile(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  const { program } = parseSync(path, text)
  return { path, lines: text.split('\n').length, ...walk(path, program, lineStarts(text)) }
}

function walk(path: string, program: ParseResult['program'], starts: number[]) {
  const imports: string[] = []
  const functions: SourceFile['functions'] = []
  const add = (source: string) => {
    if (source.startsWith('.')) imports.push(normalize(join(dirname(path), source)))
  }
  const measure = (node: { start: number; end: number }, name = 'a function') => {
    const line = lineOf(starts, node.start)
    functions.push({ name, line, lines: lineOf(starts, node.end) - line + 1 })
  }
  new Visitor({
    ImportDeclaration: ({ source }) => add(source.value),
    ExportAllDeclaration: ({ source }) => add(source.value),
    ExportNamedDeclaration: ({ source }) => source && add(source.value),
    ImportExpression: ({ source }) => {
      if (source.type === 'Literal' && typeof source.value === 'string') add(source.value)
    },
    TSImportType: ({ source }) => add(source.value),
    FunctionDeclaration: (node) => measure(node, node.id?.name),
    FunctionExpression: (node) => measure(node),
    ArrowFunctionExpression: (node) => measure(node),
  }).visit(program)
  return { imports, functions }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The line of an offset, counted from 1: how many lines begin at it or before. */
function lineOf(starts: number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}
