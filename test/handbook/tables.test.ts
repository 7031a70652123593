import { expect, test } from 'vitest'
import { handbook, quoted, readText, sectionOf, tableRows } from '../support/read-handbook.ts'

const schema = readText('schema.sql')
const named = (kind: RegExp) => [...schema.matchAll(kind)].map(([, name = '']) => name)
const tables = named(/create table (?:if not exists )?(\w+)/gi)
const views = named(/create (?:or replace )?view (\w+)/gi)

const page = 'handbook/Part-4-operating-it/04-the-database.md'
const database = handbook.get(page) ?? ''
const firstCells = (markdown: string) =>
  tableRows(markdown).flatMap(([first = '']) => quoted(first))
const rows = firstCells(database)

test.each(tables)('the table %s has a row in the handbook', (table) => {
  expect(rows, `Add a row for ${table} to ${page}: one row for each of what?`).toContain(table)
})

test.each(views)('the view %s has a row in the handbook', (view) => {
  expect(firstCells(sectionOf(database, '## Views for dashboards'))).toContain(view)
})

test('the handbook has no table or view that the schema does not have', () => {
  expect(rows.filter((name) => !tables.includes(name) && !views.includes(name))).toEqual([])
})

const stored = 'handbook/Part-1-what-it-is/05-what-is-stored.md'
const inNeon = sectionOf(handbook.get(stored) ?? '', '## In Neon')

test.each(tables)('what the table %s holds is on the page about what is stored', (table) => {
  expect(quoted(inNeon), `Say in ${stored}, "In Neon", what ${table} holds`).toContain(table)
})

test('the dashboards read as many views as the handbook says', () => {
  const words = ['seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen']
  const said = [...handbook.values()].flatMap((text) =>
    [...text.matchAll(/(?:are|can read|on the|read) (?:the )?(\w+) views/g)].map(
      ([, word = '']) => word,
    ),
  )
  const numbers = said.filter((word) => words.includes(word))
  expect(numbers.length).toBeGreaterThan(0)
  expect(numbers.every((word) => words.indexOf(word) + 7 === views.length)).toBe(true)
})
