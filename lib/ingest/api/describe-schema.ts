import { type Api, nameOfRef, object, resolved, text } from './document.ts'

const deepest = 3
const mostFields = 100
const mostValues = 30

/** What a schema is in a few words: "string (email)", "list of Lamp", "one of a, b". */
export function shapeOf(given: unknown, api: Api, isNamed = false, depth = 0): string {
  const name = nameOfRef(given)
  if (name !== undefined && !isNamed) return `\`${name}\``
  const schema = resolved(given, api)
  if (depth > deepest) return 'value'
  const inner = (one: unknown) => shapeOf(one, api, false, depth + 1)
  if (Array.isArray(schema.enum)) return `one of ${valuesOf(schema.enum)}`
  if (schema.const !== undefined) return `always ${JSON.stringify(schema.const)}`
  for (const [key, word] of [
    ['oneOf', ' or '],
    ['anyOf', ' or '],
    ['allOf', ' and '],
  ] as const) {
    const parts = schema[key]
    if (Array.isArray(parts)) return parts.slice(0, mostValues).map(inner).join(word)
  }
  const type = [schema.type].flat().map(text).filter(Boolean).join(' or ')
  if (type === 'array') return `list of ${inner(schema.items)}`
  const limits = [
    text(schema.format),
    ...(['minLength', 'maxLength', 'minimum', 'maximum', 'maxItems', 'pattern'] as const).map(
      (key) => (schema[key] === undefined ? '' : `${key} ${JSON.stringify(schema[key])}`),
    ),
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ].filter(Boolean)
  return `${type || 'object'}${limits.length > 0 ? ` (${limits.join(', ')})` : ''}`
}

/** The fields of a schema, a line each, those of objects within it below. */
export function describeSchema(given: unknown, api: Api, depth = 0): string {
  const schema = resolved(given, api)
  const required = Array.isArray(schema.required) ? schema.required : []
  const parts = ['allOf', 'oneOf', 'anyOf'].flatMap((key) => [schema[key] ?? []].flat())
  const own = Object.entries(object(schema.properties))
    .slice(0, mostFields)
    .map(([name, field]) => {
      const about = text(resolved(field, api).description).replace(/\s+/g, ' ')
      const facts = [shapeOf(field, api), required.includes(name) && 'required']
      const line = `${'  '.repeat(depth)}- \`${name}\` (${facts.filter(Boolean).join(', ')})${about && `: ${about}`}`
      const isOwn = nameOfRef(field) === undefined && depth < deepest - 1
      const inner = isOwn ? describeSchema(field, api, depth + 1) : ''
      return inner ? `${line}\n${inner}` : line
    })
  const joined = depth < deepest ? parts.map((part) => describeSchema(part, api, depth + 1)) : []
  return [...own, ...joined].filter(Boolean).join('\n')
}

const valuesOf = (values: unknown[]) =>
  values
    .slice(0, mostValues)
    .map((value) => `\`${JSON.stringify(value)}\``)
    .join(', ')
