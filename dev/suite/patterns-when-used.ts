import type { Plugin } from 'rolldown'
import { type Edit, edited } from './edit-source.ts'
import { isDeclaration, isInFunction, isReference, type Place, placesOf } from './syntax-tree.ts'

const properties = /\\p\{/i

/**
 * Has a Worker make its patterns that name properties of characters, such as `\p{L}`, when they are
 * first used. V8 checks every pattern as it reads a script and again as it makes one, and each time
 * lists the letters of all scripts anew: that was a quarter of what it took to start chat.
 */
export const patternsWhenUsed: Plugin = {
  name: 'patterns-when-used',
  transform: {
    filter: { id: /\.[jt]s$/, code: properties },
    handler: (code, id) => ({ code: withPatternsWhenUsed(id, code), map: null }),
  },
}

/** A source that makes such patterns when they are first used: all else stays on its line. */
export function withPatternsWhenUsed(path: string, code: string): string {
  const places = [...placesOf(path, code)]
  const kept: string[] = []
  const edits = places.flatMap((place): Edit[] => {
    const pattern = patternAt(place)
    if (pattern === undefined) return []
    const name = `madePattern${kept.length}`
    const keeping = `(${name} ??= ${pattern.making})`
    if (isInFunction(place)) {
      if (!pattern.mayBeShared) return [replaced(place, pattern.making)]
      kept.push(name)
      return [replaced(place, keeping)]
    }
    const uses = usesOfConstant(place, places)
    if (uses === undefined) return []
    kept.push(name)
    return [replaced(place, `() => ${keeping}`), ...uses.map(called)]
  })
  const made = edited(code, edits)
  return kept.length === 0 ? made : `var ${kept.join(', ')}; ${made}`
}

/** How to make the pattern that stands at a place, if it names properties of characters. */
function patternAt(place: Place): { making: string; mayBeShared: boolean } | undefined {
  const { node } = place
  if (node.type !== 'Literal' || !('regex' in node)) return undefined
  const { pattern, flags } = node.regex
  if (!properties.test(pattern)) return undefined
  return {
    making: `new RegExp(${JSON.stringify(pattern)}, ${JSON.stringify(flags)})`,
    mayBeShared: !/[gy]/.test(flags) || (!flags.includes('y') && isArgumentOfText(place)),
  }
}

// They begin at the text's start, wherever the pattern was left the last time.
const methodsOfTexts = ['match', 'matchAll', 'replace', 'replaceAll', 'search', 'split']

function isArgumentOfText({ node, within }: Place): boolean {
  const call = within.at(-1)
  if (call?.type !== 'CallExpression' || call.arguments[0] !== node) return false
  const { callee } = call
  return (
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    methodsOfTexts.includes(callee.property.name)
  )
}

/** Where a constant is used that is this pattern and nothing else; undefined if it is not one for sure. */
function usesOfConstant({ node, within }: Place, places: Place[]): Place[] | undefined {
  const [declarator, declaration, outer] = within.toReversed()
  if (declarator?.type !== 'VariableDeclarator' || declarator.init !== node) return undefined
  if (declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const') return undefined
  if (outer?.type !== 'Program' || declarator.id.type !== 'Identifier') return undefined
  const { name } = declarator.id
  const named = places.filter((one) => one.node.type === 'Identifier' && one.node.name === name)
  // A name that is declared again somewhere may stand for something else there.
  if (named.filter(isDeclaration).length !== 1) return undefined
  const uses = named.filter(isReference)
  return uses.some((one) => one.within.at(-1)?.type === 'ExportSpecifier') ? undefined : uses
}

const replaced = ({ node: { start, end } }: Place, text: string): Edit => ({ start, end, text })

function called({ node, within }: Place): Edit {
  const parent = within.at(-1)
  const isShorthand = parent?.type === 'Property' && parent.shorthand
  const name = isShorthand && node.type === 'Identifier' ? `: ${node.name}` : ''
  return { start: node.end, end: node.end, text: `${name}()` }
}
