import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeTables } from '../../dev/commands/write-tables.ts'

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
