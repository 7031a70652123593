import { readFileSync, writeFileSync } from 'node:fs'
import { UsageError } from './usage-error.ts'

/**
 * Writes each table into its place in a page: between `<!-- figures: NAME -->` and `<!-- end -->`.
 * A page without such a place is a usage error, and is left as it is.
 */
export function writeTables(file: string, tables: Record<string, string>) {
  let page = readFileSync(file, 'utf8')
  for (const [name, text] of Object.entries(tables)) {
    const opening = `<!-- figures: ${name} -->`
    const from = page.indexOf(opening)
    const to = page.indexOf('<!-- end -->', from)
    if (from < 0 || to < 0)
      throw new UsageError(`--report: ${file} has no place ${opening} … <!-- end -->.`)
    page = `${page.slice(0, from + opening.length)}\n\n${text}\n\n${page.slice(to)}`
  }
  writeFileSync(file, page)
}

/** The table in that place of a page; empty where there is none. */
export function tableOf(file: string, name: string): string {
  const page = readFileSync(file, 'utf8')
  const [, after = ''] = page.split(`<!-- figures: ${name} -->`)
  return after.split('<!-- end -->')[0]?.trim() ?? ''
}
