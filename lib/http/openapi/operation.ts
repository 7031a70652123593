import { ProblemDocument } from '../problem-document.ts'
import type { ReplyDescription, Route } from '../route.ts'
import { problemResponses, problemsOf } from './problem-responses.ts'
import type { JsonSchema, Schemas } from './schemas.ts'

/** A route as an operation of the OpenAPI document. */
export function operation(route: Route<never>, schemas: Schemas) {
  const { id, tag, summary, description, access, params, query, body, replies, problemFormat } =
    route
  const problem = {
    [problemFormat?.mediaType ?? 'application/problem+json']: {
      schema: schemas.write(problemFormat?.schema ?? ProblemDocument, 'output'),
    },
  }
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    security: access.secrets.map((secret) => ({ [secret]: [] })),
    parameters: [
      ...pathParameters(route, params && schemas.write(params, 'input')),
      ...(query ? queryParameters(schemas.write(query, 'input')) : []),
      ...(route.isIdempotent ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ],
    ...(body && {
      requestBody: {
        required: !body.schema.safeParse({}).success,
        content: {
          'application/json': { schema: named(route, schemas.write(body.schema, 'input')) },
          ...Object.fromEntries(
            Object.entries(body.texts?.types ?? {}).map(([type, holds]) => [
              type,
              { schema: text(type, holds) },
            ]),
          ),
        },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(replies).map(([status, reply]) => [
          status,
          response(reply, reply.schema && named(route, schemas.write(reply.schema, 'output'))),
        ]),
      ),
      ...problemResponses(problemsOf(route), problem),
    },
  }
}

function response({ description, texts = {} }: ReplyDescription, schema: JsonSchema | undefined) {
  const content = {
    ...(schema && { 'application/json': { schema } }),
    ...Object.fromEntries(
      Object.entries(texts).map(([type, holds]) => [type, { schema: text(type, holds) }]),
    ),
  }
  return { description, ...(Object.keys(content).length > 0 && { content }) }
}

const text = (type: string, description: string) => ({
  type: type === 'application/json' ? 'object' : 'string',
  description,
})

/** A body or reply without a name would give generated clients a type without one. */
function named({ method, path }: Route<never>, schema: JsonSchema): JsonSchema {
  const parts = schema.anyOf ?? schema.oneOf ?? [schema]
  if (parts.every((part) => typeof part === 'object' && part.$ref)) return schema
  throw new Error(
    `${method} ${path} has a body or reply without a name: add it to the schemas of its function`,
  )
}

function pathParameters({ method, path }: Route<never>, params: JsonSchema = {}) {
  const names = [...path.matchAll(/\{(\w+)\*?\}/g)].map(([, name = '']) => name)
  const properties = params.properties ?? {}
  if (names.join() !== Object.keys(properties).join()) {
    throw new Error(`${method} ${path}: params must describe ${names.join(', ') || 'nothing'}`)
  }
  return names.map((name) => ({ name, in: 'path', required: true, schema: properties[name] }))
}

function queryParameters({ properties = {}, required = [] }: JsonSchema) {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}
