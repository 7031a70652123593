import type { Plugin } from 'rolldown'
import { type ESTree, parseSync, Visitor } from 'rolldown/utils'

/**
 * Leaves out of js-yaml what a Worker does not use: what writes YAML, and what shows a faulty piece of it.
 * It tells the bundler, too, that what js-yaml makes as it loads changes nothing else: of five schemas of
 * YAML, each with tags of its own, a Worker then has the one that it reads with.
 */
export const yamlReadOnly: Plugin = {
  name: 'yaml-read-only',
  transform: {
    filter: { id: /\/node_modules\/js-yaml\// },
    handler: (code, id) => ({ code: onlyReading(id, code), map: null }),
  },
}

const ofWriting = ['identify', 'represent', 'representTagName']
const making = /^((?:var|const) \w+ = )(?=new \w+\(|define\w+Tag\(|\w+_SCHEMA\.)/gm
const showing = 'mark.snippet = makeSnippet(mark);'

function onlyReading(path: string, code: string): string {
  const left: ESTree.Span[] = []
  new Visitor({
    Property(property) {
      const { key } = property
      if (key.type === 'Identifier' && ofWriting.includes(key.name)) left.push(property)
    },
  }).visit(parseSync(path, code).program)
  return left
    .sort((one, other) => other.start - one.start)
    .reduce(
      (text, { start, end }) =>
        text.slice(0, start) + text.slice(text[end] === ',' ? end + 1 : end),
      code,
    )
    .replace(showing, '')
    .replaceAll(making, '$1/* @__PURE__ */ ')
}
