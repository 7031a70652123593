import * as z from 'zod/mini'

/** A JSON Schema, or where in the document it stands. */
export type JsonSchema = z.core.JSONSchema.BaseSchema

const byName = '#/components/schemas/'

export type Schemas = ReturnType<typeof createSchemas>

/** Writes schemas as JSON Schema; those that have a name stand in `components` once. */
export function createSchemas(named: Record<string, z.ZodMiniType>) {
  const names = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(named)) schema.register(names, { id })
  const components: Record<string, JsonSchema> = {}

  return {
    components,

    /** Gives a schema a name of its own. */
    name: (id: string, schema: z.ZodMiniType) => schema.register(names, { id }),

    /** A schema as what is sent (`input`) or received (`output`) has to be. */
    write(schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema {
      // Inside an object a schema with a name becomes a reference, which at the top it does not.
      const { properties, $defs = {} } = z.toJSONSchema(z.object({ schema }), {
        io,
        metadata: names,
        unrepresentable: 'any',
        override: leaveOpen,
      })
      for (const [id, definition] of Object.entries($defs)) keep(id, definition)
      const written = properties?.schema
      return typeof written === 'object' ? referring(written) : {}
    },
  }

  function keep(id: string, definition: JsonSchema) {
    if (id.startsWith('__')) {
      throw new Error('A schema refers to itself: give it a name in the schemas of its function')
    }
    const { id: _, ...written } = withoutDefaults(referring(definition))
    const before = components[id]
    if (before && JSON.stringify(before) !== JSON.stringify(written)) {
      throw new Error(`${id} is sent in one shape and received in another: name them apart`)
    }
    components[id] = written
  }
}

/** Replies may get further fields one day: only what refuses unknown fields is closed. */
function leaveOpen({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes
  jsonSchema: JsonSchema
}) {
  const { def } = zodSchema._zod
  if (def.type === 'object' && def.catchall === undefined) delete jsonSchema.additionalProperties
}

/**
 * What a property is when absent, at any depth, in words: clients are generated as if a property
 * with a default had to be sent.
 */
function withoutDefaults(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (_, value: unknown) => {
    if (!isRecord(value) || !isRecord(value.properties)) return value
    const properties = Object.entries(value.properties).map(([name, property]) => {
      if (!isRecord(property) || property.default === undefined) return [name, property]
      const { default: absent, description = '', ...rest } = property
      const said = `${description} Absent, it is ${JSON.stringify(absent)}.`.trim()
      return [name, { ...rest, description: said }]
    })
    return { ...value, properties: Object.fromEntries(properties) }
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The same schema, its references as the document has them. */
function referring(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', `"${byName}`))
}
