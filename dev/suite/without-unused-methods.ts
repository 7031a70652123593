import type { Plugin } from 'rolldown'
import { type ESTree, parseSync, Visitor } from 'rolldown/utils'

// Hono's, with what only they use: we mount no other framework, read no forms and write no pages of HTML.
const unused = [
  'mount',
  'fire',
  'parseBody',
  'html',
  'render',
  'setRenderer',
  'setLayout',
  'getLayout',
]

/** Leaves out of a Worker the methods of Hono's classes that it does not use: a bundler keeps classes whole. */
export const withoutUnusedMethods: Plugin = {
  name: 'without-unused-methods',
  transform: {
    filter: { id: /\/node_modules\/hono\/dist\/(?:hono-base|context|request)\.js$/ },
    handler: (code, id) => ({ code: withoutMethods(id, code), map: null }),
  },
}

function withoutMethods(path: string, code: string): string {
  const methods: ESTree.Span[] = []
  const note = (member: ESTree.MethodDefinition | ESTree.PropertyDefinition) => {
    if (member.key.type === 'Identifier' && unused.includes(member.key.name)) methods.push(member)
  }
  new Visitor({ MethodDefinition: note, PropertyDefinition: note }).visit(
    parseSync(path, code).program,
  )
  return methods
    .sort((one, other) => other.start - one.start)
    .reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), code)
}
