import type { Plugin } from 'rolldown'
import { type ESTree, parseSync, Visitor } from 'rolldown/utils'

/**
 * Has a Worker carry its statements of SQL without the indentation that they have in the sources: a
 * question sends 20 KB of them to Neon, of which it is a quarter.
 */
export const withoutIndentation: Plugin = {
  name: 'without-indentation',
  transform: {
    filter: { id: /\/lib\/.*\.ts$/, code: /\bsql\(|\bfragment`/ },
    handler: (code, id) => ({ code: outdented(id, code), map: null }),
  },
}

/** A source whose statements begin each line at its start. */
export const outdented = (path: string, code: string): string =>
  statementsIn(path, code)
    .flat()
    .sort((one, other) => other.start - one.start)
    .reduce((text, { start, end }) => {
      const piece = text.slice(start, end).replaceAll(/\n[ \t]+/g, '\n')
      return text.slice(0, start) + piece + text.slice(end)
    }, code)

/** The pieces of text of each statement and fragment, in the order in which they stand. */
export function statementsIn(path: string, code: string): ESTree.TemplateElement[][] {
  const statements: ESTree.TemplateElement[][] = []
  new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      const name = tag.type === 'CallExpression' ? tag.callee : tag
      if (name.type !== 'Identifier' || !['sql', 'fragment'].includes(name.name)) return
      statements.push(quasi.quasis)
    },
  }).visit(parseSync(path, code).program)
  return statements
}
