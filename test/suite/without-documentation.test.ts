import { expect, test } from 'vitest'
import { blanked } from '../../dev/suite/without-documentation.ts'

const source = `export const ofPages = routesOf<Services>()({
  path: '/pages',
  summary: 'Get a page',
  replies: {
    200: { description: 'The page', schema: Page },
  },
  handle: () => ({ status: 200, description: 'kept' }),
})
`

test('what describes a route is left out of it, and nothing of what it does', () => {
  const code = blanked('pages.ts', source)
  for (const gone of ['summary', 'replies', 'Page }', 'Get a page'])
    expect(code).not.toContain(gone)
  for (const kept of ["path: '/pages',", "handle: () => ({ status: 200, description: 'kept' }),"])
    expect(code).toContain(kept)
})

test('all that stays is on its line and in its column', () => {
  const code = blanked('pages.ts', source)
  expect(code).toHaveLength(source.length)
  expect(code.indexOf('handle')).toBe(source.indexOf('handle'))
  expect(code.split('\n')).toHaveLength(source.split('\n').length)
})

test.each([
  ['a tool', "tool({ name: 'find', description: 'Finds' })", 'Finds'],
  ['a route of a router', "route({ id: 'ask', tag: 'Questions' })", 'Questions'],
])('%s loses it too', (_, code, gone) => {
  expect(blanked('a.ts', code)).not.toContain(gone)
})

test('any other call keeps its description', () => {
  const code = "describe({ description: 'kept', replies: 2 })"
  expect(blanked('a.ts', code)).toBe(code)
})
