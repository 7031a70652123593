import * as z from 'zod'

const Schema = z.looseObject({
  const: z.optional(z.unknown()),
  enum: z.optional(z.array(z.unknown())),
  anyOf: z.optional(z.array(z.unknown())),
  oneOf: z.optional(z.array(z.unknown())),
  allOf: z.optional(z.array(z.unknown())),
  type: z.optional(z.union([z.string(), z.array(z.string())])),
  properties: z.optional(z.record(z.string(), z.unknown())),
  required: z.optional(z.array(z.string())),
  items: z.optional(z.unknown()),
})

/** The smallest value that a schema of an OpenAPI document allows: its required fields alone. */
export function sampleOf(given: unknown, document: unknown): unknown {
  const schema = Schema.parse(resolved(given, document))
  if ('const' in schema) return schema.const
  if (schema.enum) return schema.enum[0]
  const [first] = schema.anyOf ?? schema.oneOf ?? []
  if (first !== undefined) return sampleOf(first, document)
  if (schema.allOf) {
    return Object.assign({}, ...schema.allOf.map((part) => sampleOf(part, document)))
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'string') return 'text'
  if (type === 'integer' || type === 'number') return 1
  if (type === 'boolean') return true
  if (type === 'array') return [sampleOf(schema.items, document)]
  const required = (schema.required ?? []).map(
    (name) => [name, sampleOf(schema.properties?.[name], document)] as const,
  )
  return Object.fromEntries(required)
}

/** What a reference stands for; anything else is itself. */
export function resolved(given: unknown, document: unknown): unknown {
  const reference = z.safeParse(z.object({ $ref: z.string() }), given).data?.$ref
  if (reference === undefined) return given
  const keys = reference.slice(2).split('/')
  return keys.reduce((at: unknown, key) => Fields.parse(at)[key], document)
}

const Fields = z.record(z.string(), z.unknown())
