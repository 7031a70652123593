import type { Plugin } from 'rolldown'
import { type ESTree, parseSync, Visitor } from 'rolldown/utils'
import { edited } from './edit-source.ts'

const ofRoutes = ['tag', 'summary', 'description', 'replies', 'problems']

/** What these calls declare for descriptions of the API alone, which the build makes of the sources. */
const documentation: Readonly<Record<string, readonly string[]>> = {
  route: ofRoutes,
  routesOf: ofRoutes,
  tool: ['title', 'description', 'isReadOnly', 'output'],
}

/** Leaves out of a Worker what its routes and tools declare for descriptions of the API alone. */
export const withoutDocumentation: Plugin = {
  name: 'without-documentation',
  transform: {
    filter: { id: /\/(?:functions|lib)\/.*\.ts$/, code: /\b(?:route|routesOf|tool)\b/ },
    handler: (code, id) => ({ code: blanked(id, code), map: null }),
  },
}

/** A source with documentation as blanks: all else stays on its line and in its column. */
export function blanked(path: string, code: string): string {
  const properties: ESTree.Span[] = []
  new Visitor({
    CallExpression({ callee, arguments: [declared] }) {
      if (declared?.type !== 'ObjectExpression') return
      const names = documentation[calledName(callee) ?? ''] ?? []
      properties.push(...declared.properties.filter((one) => names.includes(nameOf(one) ?? '')))
    },
  }).visit(parseSync(path, code).program)
  return edited(
    code,
    properties.map(({ start, end }) => {
      const after = code[end] === ',' ? end + 1 : end
      return { start, end: after, text: code.slice(start, after).replaceAll(/[^\n]/g, ' ') }
    }),
  )
}

/** `route` of `route(…)`, and `routesOf` of `routesOf<…>()(…)`. */
function calledName(callee: ESTree.Expression | ESTree.Super): string | undefined {
  if (callee.type === 'Identifier') return callee.name
  const isMade = callee.type === 'CallExpression' && callee.callee.type === 'Identifier'
  return isMade && callee.callee.type === 'Identifier' ? callee.callee.name : undefined
}

const nameOf = (property: ESTree.ObjectPropertyKind) =>
  property.type === 'Property' && property.key.type === 'Identifier' ? property.key.name : undefined
