import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { circles, folderGraph } from './circles.ts'
import { listFiles, readSourceFiles, root, type SourceFile } from './source-files.ts'

const files = readSourceFiles()
const own = files.filter(({ path }) => !path.startsWith('test/'))

test('no folder imports one that imports it', () => {
  const found = circles(folderGraph(files)).map((folders) => ({ folders, by: ties(folders) }))
  expect(found, 'Move what these folders need of each other below both').toEqual([])
})

test('a circle of folders would be seen', () => {
  const file = (path: string, ...imports: string[]): SourceFile => ({
    path,
    imports,
    lines: 1,
    functions: [],
  })
  const three = [
    file('a/one.ts', 'b/two.ts'),
    file('b/other.ts', 'c/three.ts'),
    file('c/three.ts', 'a/last.ts', 'd/end.ts'),
    file('d/end.ts'),
  ]
  expect(circles(folderGraph(three))).toEqual([['a', 'b', 'c']])
})

test('no folder of lib holds more than 20 files', () => {
  const counts = Map.groupBy(own, ({ path }) => dirname(path))
  const full = [...counts].filter(([folder, held]) => folder.startsWith('lib') && held.length > 20)
  const what = 'Give a subject of this folder a folder of its own'
  expect(
    full.map(([folder, held]) => `${folder}: ${held.length}`),
    what,
  ).toEqual([])
})

test('no function is longer than 80 lines', () => {
  const long = own.flatMap(({ path, functions }) =>
    functions
      .filter(({ lines }) => lines > 80)
      .map(({ name, line, lines }) => `${path}:${line} ${name}: ${lines} lines`),
  )
  expect(long, 'Split this function by its ideas').toEqual([])
})

test('nine functions of ten have 20 lines at most, and half of the files 80', () => {
  const functions = own.flatMap((file) => file.functions.map(({ lines }) => lines))
  expect(quantile(functions, 0.9), 'Functions have grown: split the longest').toBeLessThan(21)
  const lengths = own.map(({ lines }) => lines)
  expect(quantile(lengths, 0.5), 'Files have grown: split the longest').toBeLessThan(81)
})

const rooms = folders('lib').map((room) => `lib/${room}/`)

test('every room of lib has its wall in biome.json, and one alone', () => {
  const walls = Biome.parse(JSON.parse(read('biome.json'))).overrides.flatMap((o) => o.includes)
  const named = walls.flatMap(roomsOf)
  const what = 'Name each room of lib in one override of biome.json that says what it may import'
  expect(
    rooms.filter((room) => !named.includes(room)),
    what,
  ).toEqual([])
  expect(
    named.filter((room, at) => named.indexOf(room) !== at),
    what,
  ).toEqual([])
})

for (const map of ['README.md', ...houses()])
  test(`the map in ${map} names every room of lib and every folder, and no other`, () => {
    const named = foldersNamedIn(read(map))
    const actual = [...folders('.').map((folder) => `${folder}/`), ...rooms]
    const there = actual.filter((folder) => folder !== 'lib/')
    const what = `Rows of the table in ${map} begin with the folder, as in | \`lib/chat/\` | …`
    expect(
      there.filter((folder) => !named.includes(folder)),
      `Not in the map. ${what}`,
    ).toEqual([])
    const gone = named.filter((folder) => !actual.includes(folder))
    expect(gone, `In the map, and not there. ${what}`).toEqual([])
  })

const Biome = z.object({ overrides: z.array(z.object({ includes: z.array(z.string()) })) })

/** The rooms of one glob: `lib/{chat,text}/**` are two. */
function roomsOf(glob: string): string[] {
  const names = /^lib\/\{?([\w,]+)\}?\/\*\*$/.exec(glob)?.[1]?.split(',') ?? []
  return names.map((name) => `lib/${name}/`)
}

/** The handbook's pages that are called "The house". */
function houses(): string[] {
  const all = readdirSync(join(root, 'handbook'), { recursive: true, encoding: 'utf8' })
  const pages = all.filter((path) => path.endsWith('.md')).map((path) => `handbook/${path}`)
  return pages.filter((path) => /^# The house$/m.test(read(path)))
}

function foldersNamedIn(markdown: string): string[] {
  const rows = [...markdown.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell)
  return rows.flatMap((cell) => [...cell.matchAll(/`([\w./-]+\/)`/g)].map(([, name = '']) => name))
}

/** The folders in a folder that hold files of ours; those for tools begin with a dot. */
function folders(folder: string): string[] {
  const prefix = folder === '.' ? '' : `${folder}/`
  const below = listFiles().filter((path) => path.startsWith(prefix))
  const parts = below.map((path) => path.slice(prefix.length).split('/'))
  const names = parts.filter(({ length }) => length > 1).map(([first = '']) => first)
  return [...new Set(names)].filter((name) => !name.startsWith('.'))
}

function ties(among: string[]): string[] {
  return files.flatMap(({ path, imports }) =>
    imports
      .filter((target) => dirname(target) !== dirname(path))
      .filter((target) => among.includes(dirname(path)) && among.includes(dirname(target)))
      .map((target) => `${path} → ${target}`),
  )
}

function quantile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}
