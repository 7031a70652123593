import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { type ESTree, parseSync, Visitor } from 'rolldown/utils'
import { expect, test } from 'vitest'
import { withoutMethods, withoutUnusedMethods } from '../../dev/suite/without-unused-methods.ts'

const pathOf = (file: string) =>
  fileURLToPath(new URL(`../../node_modules/hono/dist/${file}`, import.meta.url))

/** The members of a source's classes, as they are written there. */
function membersOf(path: string, code: string): string[] {
  const members: string[] = []
  const note = ({ key }: ESTree.MethodDefinition | ESTree.PropertyDefinition) =>
    members.push(code.slice(key.start, key.end))
  const { program, errors } = parseSync(path, code)
  expect(errors).toEqual([])
  new Visitor({ MethodDefinition: note, PropertyDefinition: note }).visit(program)
  return members
}

test.each([
  ['hono-base.js', ['mount', 'fire']],
  ['context.js', ['render', 'setLayout', 'getLayout', 'setRenderer', 'html']],
  ['request.js', ['parseBody']],
])('of %s the methods are left out that no Worker uses, and no other', async (file, unused) => {
  const path = pathOf(file)
  const code = await readFile(path, 'utf8')
  const members = membersOf(path, code)
  expect(members.filter((name) => unused.includes(name))).toEqual(unused)
  const left = members.filter((name) => !unused.includes(name))
  expect(membersOf(path, withoutMethods(path, code))).toEqual(left)
})

test('the build ends where a method has gone or has another name', () => {
  const code = 'class HonoRequest { readForm() {} }'
  expect(() => withoutMethods('hono/dist/request.js', code)).toThrow(
    'hono/dist/request.js has no method parseBody: look again at what the build leaves out',
  )
})

test('the build ends where a file has gone or has another name', async () => {
  const input = pathOf('context.js')
  const bundle = await rolldown({ input, plugins: [withoutUnusedMethods] })
  await expect(bundle.generate()).rejects.toThrow('The Worker has no hono/dist/hono-base.js')
  await bundle.close()
})
