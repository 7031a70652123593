import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tableOf, writeTables } from '../../dev/commands/write-tables.ts'
import { withEarlier } from '../../eval/goals.ts'

function aPage(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'marginalia-report-')), 'page.md')
  writeFileSync(file, text)
  return file
}

test('a table is written into its place, as often as it is measured', () => {
  const file = aPage('# A\n\n<!-- figures: claims -->\nold\n<!-- end -->\n\nB')
  writeTables(file, { claims: '| x |' })
  writeTables(file, { claims: '| y |' })
  expect(readFileSync(file, 'utf8')).toBe(
    '# A\n\n<!-- figures: claims -->\n\n| y |\n\n<!-- end -->\n\nB',
  )
})

test('a page without a place for a table stays as it is', () => {
  const file = aPage('# A\n\n<!-- figures: claims -->\nold\n<!-- end -->\n')
  expect(() => writeTables(file, { claims: '| x |', wice: '| y |' })).toThrow(/no place .*wice/)
  expect(readFileSync(file, 'utf8')).toContain('old')
})

test('goals that no file is of keep their rows, and those that were measured again have new ones', () => {
  const head =
    '| Figure | Goal, % | Measured | Command | Chosen on | Reported on |\n| --- | --- | --- | --- | --- | --- |'
  const near = '| Near answers | ≥ 45 | 37 % | `--near` | first half | second half |'
  const old = '| Names | ≤ 15 | 11.8 % | `--claims` | every other | the others |'
  const now = '| Names | ≤ 15 | 12.0 % | `--claims` | every other | the others |'
  const file = aPage(`<!-- figures: goals -->\n\n${head}\n${old}\n${near}\n\n<!-- end -->\n`)
  expect(withEarlier(`${head}\n${now}`, tableOf(file, 'goals'))).toBe(`${head}\n${now}\n${near}`)
})
