import { type Node, parsePattern } from './parse-pattern.ts'

const mostInstructions = 2000

/** What a pattern becomes: threads walk it side by side, so that no text makes it run away. */
type Instruction =
  | { op: 'character'; takes: (character: string) => boolean }
  | { op: 'split'; to: [number, number] }
  | { op: 'jump'; to: number }
  | { op: 'assert'; holds: (before: string, after: string) => boolean }
  | { op: 'match' }

/** A pattern to be looked for in lines; `literal` stands in every line that has a match. */
export interface Pattern {
  literal: string
  /** Whether a line has a match; takes time in proportion to the line. */
  isIn: (line: string) => boolean
}

/** A pattern that cannot be used; the message says what to do instead. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
}

/**
 * Compiles a regular expression of RE2's kind: without back-references and without looking around. It
 * must have three characters in a row that every match has, by which lines are found at first.
 */
export function compilePattern(source: string, ignoreCase: boolean): Pattern {
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text)
  const tree = parsePattern(source, fold, (message) => new PatternError(message))
  const literal = longestLiteral(tree)
  if (literal.length < 3) {
    throw new PatternError(
      'Give the pattern at least three plain characters in a row that every match has, outside of | and ?, such as max_[a-z]+: they are how passages are found.',
    )
  }
  const program: Instruction[] = []
  write(tree, program)
  program.push({ op: 'match' })
  return { literal, isIn: (line) => runs(program, [...fold(line)]) }
}

function write(node: Node, program: Instruction[]): void {
  if (program.length > mostInstructions)
    throw new PatternError('The pattern is too large: make its repetitions smaller.')
  switch (node.kind) {
    case 'character':
      program.push({ op: 'character', takes: node.takes })
      return
    case 'assertion':
      program.push({ op: 'assert', holds: node.holds })
      return
    case 'sequence':
      for (const part of node.parts) write(part, program)
      return
    case 'choice':
      writeChoice(node.options, program)
      return
    case 'repeat':
      writeRepeat(node, program)
  }
}

function writeChoice(options: Node[], program: Instruction[]) {
  const [first, ...others] = options
  if (!first) return
  if (others.length === 0) return write(first, program)
  const split: Instruction = { op: 'split', to: [program.length + 1, 0] }
  program.push(split)
  write(first, program)
  const jump: Instruction = { op: 'jump', to: 0 }
  program.push(jump)
  split.to[1] = program.length
  writeChoice(others, program)
  jump.to = program.length
}

function writeRepeat(
  { inner, least, most }: Extract<Node, { kind: 'repeat' }>,
  program: Instruction[],
) {
  for (let times = 0; times < least; times += 1) write(inner, program)
  if (most === undefined) {
    const at = program.length
    const split: Instruction = { op: 'split', to: [at + 1, 0] }
    program.push(split)
    write(inner, program)
    program.push({ op: 'jump', to: at })
    split.to[1] = program.length
    return
  }
  const splits = Array.from({ length: Math.max(0, most - least) }, () => {
    const split: Instruction = { op: 'split', to: [program.length + 1, 0] }
    program.push(split)
    write(inner, program)
    return split
  })
  for (const split of splits) split.to[1] = program.length
}

/** All threads at once: no instruction is entered twice at one place of the line. */
function runs(program: Instruction[], line: string[]): boolean {
  let threads = new Set<number>()
  for (let at = 0; at <= line.length; at += 1) {
    const before = line[at - 1] ?? ''
    const after = line[at] ?? ''
    const reached = new Set<number>()
    for (const thread of [...threads, 0]) follow(program, thread, before, after, reached)
    if (reached.has(program.length - 1)) return true
    threads = new Set()
    for (const place of reached) {
      const instruction = program[place]
      if (instruction?.op === 'character' && after !== '' && instruction.takes(after)) {
        threads.add(place + 1)
      }
    }
  }
  return false
}

function follow(
  program: Instruction[],
  start: number,
  before: string,
  after: string,
  reached: Set<number>,
) {
  const open = [start]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (reached.has(place)) continue
    reached.add(place)
    const instruction = program[place]
    if (instruction?.op === 'jump') open.push(instruction.to)
    if (instruction?.op === 'split') open.push(...instruction.to)
    if (instruction?.op === 'assert' && instruction.holds(before, after)) open.push(place + 1)
  }
}

/** The longest run of plain characters that every match has. */
function longestLiteral(node: Node): string {
  const runsOf: string[] = []
  let run = ''
  const visit = (part: Node) => {
    if (part.kind === 'character' && part.literal !== undefined) {
      run += part.literal
      return
    }
    if (part.kind === 'sequence') return part.parts.forEach(visit)
    if (part.kind === 'assertion') return
    runsOf.push(run)
    run = ''
    if (part.kind === 'repeat' && part.least > 0) runsOf.push(longestLiteral(part.inner))
    if (part.kind === 'choice' && part.options.length === 1 && part.options[0])
      visit(part.options[0])
  }
  visit(node)
  return [...runsOf, run].reduce(
    (longest, one) => (one.length > longest.length ? one : longest),
    '',
  )
}
