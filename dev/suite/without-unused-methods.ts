import { basename } from 'node:path'
import type { Plugin } from 'rolldown'
import { type ESTree, parseSync, Visitor } from 'rolldown/utils'
import { edited, requirePiece } from './edit-source.ts'

// By Hono's file, with what only they use: we mount no other framework, read no forms and write no pages of HTML.
const unused: Readonly<Record<string, readonly string[]>> = {
  'hono-base.js': ['mount', 'fire'],
  'context.js': ['html', 'render', 'setRenderer', 'setLayout', 'getLayout'],
  'request.js': ['parseBody'],
}

/** Leaves out of a Worker the methods of Hono's classes that it does not use: a bundler keeps classes whole. */
export const withoutUnusedMethods: Plugin = {
  name: 'without-unused-methods',
  transform: {
    filter: { id: /\/node_modules\/hono\/dist\/(?:hono-base|context|request)\.js$/ },
    handler: (code, id) => ({ code: withoutMethods(id, code), map: null }),
  },
  buildEnd(error) {
    if (error) return
    const ids = [...this.getModuleIds()]
    for (const file of Object.keys(unused)) {
      const isThere = ids.some((id) => id.endsWith(`/hono/dist/${file}`))
      requirePiece(isThere, 'The Worker', `hono/dist/${file}`)
    }
  },
}

/** One of these files without its methods that no Worker uses; throws where it lacks one of them. */
export function withoutMethods(path: string, code: string): string {
  const methods: (ESTree.Span & { name: string })[] = []
  const names = unused[basename(path)] ?? []
  const note = ({ key, start, end }: ESTree.MethodDefinition | ESTree.PropertyDefinition) => {
    if (key.type === 'Identifier' && names.includes(key.name))
      methods.push({ name: key.name, start, end })
  }
  new Visitor({ MethodDefinition: note, PropertyDefinition: note }).visit(
    parseSync(path, code).program,
  )
  for (const name of names)
    requirePiece(
      methods.some((method) => method.name === name),
      path,
      `method ${name}`,
    )
  return edited(
    code,
    methods.map(({ start, end }) => ({ start, end, text: '' })),
  )
}
