import { readFileSync, writeFileSync } from 'node:fs'
import { UsageError } from '../dev/commands/usage-error.ts'
import type { ClaimFigures } from './claims/claims-report.ts'
import { told } from './interval.ts'

// Of fewer claims the interval is too wide to say anything.
const fewestClaims = 20

/** The tables of the check of claims, by the name of their place in the handbook. */
export const claimTables = ({ kinds, wice }: ClaimFigures): Record<string, string> => ({
  claims: table(
    [
      'Claims',
      'They are',
      'Verified, developed on',
      'Verified, kept apart',
      'The same with a second look that is always right',
    ],
    kinds
      .filter(({ reported }) => reported.n >= fewestClaims)
      .map(({ kind, isTrue, developed, reported, bestCase }) => [
        kind,
        isTrue ? 'true' : 'false',
        told(developed),
        told(reported),
        told(bestCase),
      ]),
  ),
  wice: table(
    ['WiCE', 'Balanced accuracy', 'Supported, verified', 'Others, weak'],
    wice.map(({ name, balanced, supported, unsupported }) => [
      name,
      balanced.toFixed(3).replace(/^0/, ''),
      told(supported),
      told(unsupported),
    ]),
  ),
})

/** Writes the second cell of a table's row, which is found by how its first begins. */
export function writeCell(file: string, beginning: string, cell: string) {
  const lines = readFileSync(file, 'utf8').split('\n')
  const at = lines.findIndex((line) => line.startsWith(`| ${beginning}`))
  const [, first] = lines[at]?.split(' | ')[0]?.split('| ') ?? []
  if (first === undefined) throw new UsageError(`--report: ${file} has no row "${beginning}".`)
  lines[at] = `| ${first} | ${cell} |`
  writeFileSync(file, lines.join('\n'))
}

const table = (header: string[], rows: string[][]) =>
  [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
