import { type ESTree, parseSync } from 'rolldown/utils'

/** A node of a source, and what it stands in, the innermost last. */
export interface Place {
  node: ESTree.Node
  within: readonly ESTree.Node[]
}

/** Every node of a source that runs: types are left out. */
export function* placesOf(path: string, code: string): Generator<Place> {
  yield* below({ node: parseSync(path, code, { preserveParens: false }).program, within: [] })
}

function* below(place: Place): Generator<Place> {
  yield place
  const within = [...place.within, place.node]
  for (const node of Object.values(place.node).flat().filter(isNode))
    if (!isType(node)) yield* below({ node, within })
}

const isNode = (value: unknown): value is ESTree.Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value

const valuesWithTypes = ['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']

const isType = ({ type }: ESTree.Node) => type.startsWith('TS') && !valuesWithTypes.includes(type)

const functions = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']

/** Whether a place runs in calls alone, not as its source loads. */
export const isInFunction = ({ within }: Place) =>
  within.some(({ type }) => functions.includes(type))

/** Whether a name is declared here, be it in a pattern, as a parameter or as an import. */
export function isDeclaration({ node, within }: Place): boolean {
  const parent = within.at(-1)
  const above = within.slice(0, -1)
  switch (parent?.type) {
    case 'VariableDeclarator':
    case 'ClassDeclaration':
    case 'ClassExpression':
      return parent.id === node
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return parent.id === node || parent.params.some((one) => one === node)
    case 'CatchClause':
      return parent.param === node
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return parent.local === node
    case 'AssignmentPattern':
      return parent.left === node && isDeclaration({ node: parent, within: above })
    case 'Property':
      return parent.value === node && isDeclaration({ node: parent, within: above })
    case 'ObjectPattern':
    case 'ArrayPattern':
    case 'RestElement':
      return isDeclaration({ node: parent, within: above })
    default:
      return false
  }
}

/** Whether an identifier here stands for the value that is declared by its name. */
export function isReference(place: Place): boolean {
  const parent = place.within.at(-1)
  if (place.node.type !== 'Identifier' || isDeclaration(place)) return false
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.computed || parent.object === place.node
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return parent.computed || parent.value === place.node
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'ImportSpecifier':
    case 'MetaProperty':
      return false
    default:
      return true
  }
}
