import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { quoted, readText, tableRows } from '../support/read-handbook.ts'

const OpenApi = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
})

let local: LocalSuite
let mounted: string[]
beforeAll(async () => {
  local = await startLocalSuite({ isIngested: false })
  const { paths } = OpenApi.parse(await (await local.request('/openapi.json')).json())
  mounted = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
})
afterAll(() => local.close())

/** "`GET`, `DELETE /v1/a`, `/v1/b`" is three routes: a path without a method has those before it. */
function routesOf(cell: string): string[] {
  let methods: string[] = []
  let isOpen = false
  return quoted(cell).flatMap((code) => {
    const [, method, path] = /^([A-Z]+)? ?(\/[^?]*)?/.exec(code) ?? []
    if (method !== undefined) methods = isOpen ? [...methods, method] : [method]
    isOpen = path === undefined
    const template = path?.replace(/:(\w+)/g, '{$1}')
    return template === undefined ? [] : methods.map((each) => `${each} ${template}`)
  })
}

const readme = readText('README.md')
const table = readme.slice(readme.indexOf('| Route |'), readme.indexOf('| Folder |'))
// What is served as a file is no operation of the document.
const files = ['GET /', 'GET /widget.js', 'GET /widget.mjs', 'GET /admin']
const listed = tableRows(table)
  .flatMap(([first = '']) => routesOf(first))
  .filter((route) => !files.includes(route))

test('every route is in the table of README.md', () => {
  const missing = mounted.filter((route) => !listed.includes(route))
  expect(missing, 'Add these to the table of routes in README.md').toEqual([])
})

test('README.md lists no route that is not there', () => {
  const gone = listed.filter((route) => !mounted.includes(route))
  expect(gone, 'Take these out of the table of routes in README.md').toEqual([])
})
