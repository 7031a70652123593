import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as answering from '../../lib/text/assets/answering.asset.ts'
import { about } from '../../lib/text/languages/about.ts'
import * as lists from '../../lib/text/languages/lists.ts'

const folder = join(import.meta.dirname, '../../lib/text/languages')
const languages = readdirSync(folder)
  .filter((name) => /^[a-z]{2}\.ts$/.test(name))
  .map((name) => name.slice(0, 2))
const names = Object.keys(about)
const { phrases: _, ...inAssets } = answering
const all: Record<string, Record<string, string>> = { ...lists, ...inAssets }

for (const language of languages)
  test(`${language} has every list that a language has, or says that it has none`, async () => {
    const file: Record<string, unknown> = await import(join(folder, `${language}.ts`))
    const { lacking, ...held } = file
    expect(
      names.filter(
        (name) => !(name in held) && !(Array.isArray(lacking) && lacking.includes(name)),
      ),
      `Write these lists in lib/text/languages/${language}.ts, or name them in its "lacking"`,
    ).toEqual([])
    expect(
      Object.keys(held).filter((name) => Array.isArray(lacking) && lacking.includes(name)),
      `These lists are there: take them out of "lacking" in lib/text/languages/${language}.ts`,
    ).toEqual([])
    expect(
      Object.keys(held).filter((name) => all[name]?.[language] !== held[name]),
      `Name these lists of ${language} in lib/text/languages/lists.ts or assets/answering.asset.ts, and what they are in about.ts`,
    ).toEqual([])
  })

for (const language of languages)
  test(`each list of ${language} says what it decides and who can review it`, () => {
    const text = readFileSync(join(folder, `${language}.ts`), 'utf8')
    const said = [...text.matchAll(/\/\*\*([^/]*)\*\/\nexport const (\w+) =/g)].map(
      ([, comment = '', name = '']) => [name, comment.replace(/[\s*]+/g, ' ').trim()],
    )
    const told = Object.fromEntries(said)
    const expected = Object.entries(about).filter(([name]) => all[name]?.[language] !== undefined)
    expect(told, 'The line above a list is the one in lib/text/languages/about.ts').toEqual(
      Object.fromEntries(expected),
    )
  })

test('every list of about.ts is read from lists.ts or the assets, and says who can review it', () => {
  expect(Object.keys(all).toSorted()).toEqual(names.toSorted())
  expect(Object.values(about).filter((line) => !/ Review: .+\.$/.test(line))).toEqual([])
})
