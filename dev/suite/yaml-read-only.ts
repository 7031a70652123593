import type { Plugin } from 'rolldown'
import { parseSync, Visitor } from 'rolldown/utils'
import { type Edit, edited, requirePiece } from './edit-source.ts'

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
const making = ['new Schema(', 'defineScalarTag(', 'defineMappingTag(', 'YAML11_SCHEMA.']
const showing = 'mark.snippet = makeSnippet(mark);'

/** js-yaml's source as a Worker has it; throws where it lacks what is left out. */
export function onlyReading(path: string, code: string): string {
  const left: (Edit & { name: string })[] = []
  new Visitor({
    Property({ key, start, end }) {
      if (key.type !== 'Identifier' || !ofWriting.includes(key.name)) return
      left.push({ name: key.name, start, end: code[end] === ',' ? end + 1 : end, text: '' })
    },
  }).visit(parseSync(path, code).program)
  for (const name of ofWriting)
    requirePiece(
      left.some((one) => one.name === name),
      path,
      name,
    )
  for (const piece of [showing, ...making]) requirePiece(code.includes(piece), path, piece)
  return edited(code, left)
    .replace(showing, '')
    .replaceAll(
      /^((?:var|const) \w+ = )(?=new \w+\(|define\w+Tag\(|\w+_SCHEMA\.)/gm,
      '$1/* @__PURE__ */ ',
    )
}
