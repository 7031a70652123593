import * as z from 'zod'
import type { LocalSuite } from '../support/local-suite.ts'

/** A JSON Schema as the document writes it. */
export type Schema = Record<string, unknown>

const SchemaOf = z.record(z.string(), z.unknown())
const Content = z.record(z.string(), z.looseObject({ schema: SchemaOf }))
const Parameter = z.looseObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().default(false),
  schema: SchemaOf,
})
const Operation = z.looseObject({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.unknown())).default([]),
  parameters: z.array(z.unknown()).default([]),
  requestBody: z.looseObject({ content: Content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: Content.optional() })),
})
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({
    schemas: z.record(z.string(), SchemaOf),
    parameters: z.record(z.string(), Parameter),
  }),
})

/** One operation of the OpenAPI document, its parameters resolved. */
export interface FuzzedOperation {
  id: string
  method: string
  path: string
  secrets: string[]
  parameters: z.infer<typeof Parameter>[]
  body: Schema | undefined
  responses: z.infer<typeof Operation>['responses']
}

export type ServedDocument = Awaited<ReturnType<typeof readDocument>>

/** The operations that a running suite says it has, and the schemas that they refer to. */
export async function readDocument(local: LocalSuite) {
  const { paths, components } = Document.parse(await (await local.request('/openapi.json')).json())
  const parameterOf = (written: unknown) => {
    const { $ref } = z.looseObject({ $ref: z.string().optional() }).parse(written)
    const name = $ref?.split('/').at(-1)
    return Parameter.parse(name === undefined ? written : components.parameters[name])
  }
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([
        method,
        { operationId, security, parameters, requestBody, responses },
      ]): FuzzedOperation => ({
        id: operationId,
        method: method.toUpperCase(),
        path,
        secrets: security.flatMap((one) => Object.keys(one)),
        parameters: parameters.map(parameterOf),
        body: requestBody?.content['application/json']?.schema,
        responses,
      }),
    ),
  )
  return { operations, schemas: components.schemas }
}
