import type { Plugin } from 'rolldown'
import { type ESTree, parseSync, Visitor } from 'rolldown/utils'
import { edited } from './edit-source.ts'

/** Leaves out of a Worker how its SQL is laid out, and the remarks in it. */
export const shortSql: Plugin = {
  name: 'short-sql',
  transform: {
    filter: { id: /\/(?:functions|lib)\/.*\.ts$/, code: /\b(?:sql|fragment)\b/ },
    handler: (code, id) => ({ code: withShortSql(id, code), map: null }),
  },
}

/** A source whose SQL has no layout and no remarks: all else stays on its line. */
export function withShortSql(path: string, code: string): string {
  const pieces: ESTree.Span[] = []
  new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      if (isOfSql(tag)) pieces.push(...quasi.quasis)
    },
  }).visit(parseSync(path, code).program)
  return edited(
    code,
    pieces.map(({ start, end }) => ({ start, end, text: onItsLines(code.slice(start, end)) })),
  )
}

/** Behind the template, or at the beginning of the value that follows. */
function onItsLines(written: string): string {
  const short = shortened(written)
  return short + '\n'.repeat(breaksIn(written) - breaksIn(short))
}

/** Of sql(Row)`…` and of fragment`…`. */
const isOfSql = (tag: ESTree.Expression) => {
  const named = tag.type === 'CallExpression' ? tag.callee : tag
  return named.type === 'Identifier' && ['sql', 'fragment'].includes(named.name)
}

const breaksIn = (text: string) => text.split('\n').length - 1

const quotedOrBlank = /('(?:[^']|'')*')|(?:\s*--[^\n]*\n\s*)+|\s*\n\s*/g

function shortened(sql: string): string {
  const short = sql.replaceAll(quotedOrBlank, (_, quoted?: string) => quoted ?? ' ')
  // A quotation or a remark that goes on behind a value would be taken for what it is not.
  if (/'|--/.test(short.replaceAll(/'(?:[^']|'')*'/g, ''))) throw new Error(`Unclear SQL: ${sql}`)
  return short
}
