import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The text of a file of the repository. */
export const readText = (path: string): string => readFileSync(`${root}/${path}`, 'utf8')

/** Every page of the handbook, by its path in the repository. */
export const handbook: ReadonlyMap<string, string> = new Map(
  globSync('handbook/**/*.md', { cwd: root })
    .sort()
    .map((path) => [path, readText(path)]),
)

/** The rows of every table in this Markdown, each a list of its cells; headers are left out. */
export function tableRows(markdown: string): string[][] {
  const lines = markdown.split('\n')
  return lines.flatMap((line, at) => {
    const isRow = line.startsWith('|') && !isRule(line) && !isRule(lines[at + 1] ?? '')
    return isRow ? [cells(line)] : []
  })
}

const isRule = (line: string) => /^\|[\s:|-]+$/.test(line)
const cells = (row: string) =>
  row
    .slice(1, row.lastIndexOf('|'))
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())

/** What stands in backquotes in this text. */
export const quoted = (text: string): string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)

/** The part of a page under the heading that is written so, up to the next heading of its level. */
export function sectionOf(page: string, heading: string): string {
  const [, after = ''] = page.split(`\n${heading}\n`)
  const level = heading.split(' ', 1)[0] ?? '#'
  return after.split(new RegExp(`\n#{1,${level.length}} `))[0] ?? ''
}

/** The value of the constant of that name in this folder of the code, as it is written there. */
export function constant(folder: string, name: string): number {
  const declared = new RegExp(`^(?:export )?const ${name}(?:: \\w+)? = ([\\d_ .*]+)$`, 'm')
  for (const path of globSync(`${folder}/**/*.ts`, { cwd: root })) {
    const value = declared.exec(readText(path))?.[1]
    if (value !== undefined) {
      return value
        .split('*')
        .reduce((product, each) => product * Number(each.replaceAll('_', '')), 1)
    }
  }
  throw new Error(
    `${folder} has no constant ${name}: name the one that decides this number in test/handbook/said-numbers.ts`,
  )
}
