import * as z from 'zod/mini'

/** One route as the OpenAPI document tells of it. */
export interface Operation {
  method: 'get' | 'post' | 'patch' | 'delete'
  path: string
  summary: string
  access: 'anyone' | 'reader' | 'admin' | 'readerOrAdmin' | 'telegram'
  body?: z.ZodMiniType
  query?: z.ZodMiniType
  /** The same Idempotency-Key within 24 hours gives the first reply again. */
  isIdempotent?: boolean
  /** `stream` says of what events a reply consists that may also come as a stream. */
  replies: Record<number, { description: string; schema?: z.ZodMiniType; stream?: string }>
}

const ProblemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  request_id: z.string(),
  errors: z.optional(z.array(z.object({ location: z.string(), message: z.string() }))),
  retry_after: z.optional(z.int()),
})

/** One webhook as the OpenAPI document tells of it: what its `data` holds, and such an event. */
export interface WebhookEvent {
  type: string
  summary: string
  data: z.ZodMiniType
  example: Record<string, unknown>
}

/**
 * The OpenAPI 3.1 document of these routes and webhooks, its schemas made from the very ones that
 * check them.
 */
export function openApiDocument(operations: Operation[], events: WebhookEvent[] = []) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Marginalia',
      version: '1',
      description: 'Answers in the margin that cite the very passages they rest on.',
    },
    paths,
    webhooks: Object.fromEntries(events.map((event) => [event.type, describeEvent(event)])),
    components: {
      securitySchemes: {
        reader: { type: 'http', scheme: 'bearer', description: "A session's token" },
        admin: { type: 'http', scheme: 'bearer', description: 'ADMIN_TOKEN' },
        telegram: { type: 'apiKey', in: 'header', name: 'x-telegram-bot-api-secret-token' },
      },
      schemas: { Problem: z.toJSONSchema(ProblemDocument) },
    },
  }
}

function describeEvent({ type, summary, data, example }: WebhookEvent) {
  const envelope = z.object({ type: z.literal(type), timestamp: z.iso.datetime(), data })
  return {
    post: {
      summary,
      parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(requiredHeader),
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: jsonSchema(envelope, 'input'),
            example: { type, timestamp: '2026-11-21T09:30:00.000Z', data: example },
          },
        },
      },
      responses: { '2XX': { description: 'Taken; any other answer is tried again' } },
    },
  }
}

const requiredHeader = (name: string) => ({
  name,
  in: 'header',
  required: true,
  schema: { type: 'string' },
})

const idempotencyKey = {
  name: 'idempotency-key',
  in: 'header',
  required: false,
  description: 'The same key within 24 hours gives the first reply again',
  schema: { type: 'string', maxLength: 255 },
}

const securityOf = {
  anyone: [],
  reader: [{ reader: [] }],
  admin: [{ admin: [] }],
  readerOrAdmin: [{ reader: [] }, { admin: [] }],
  telegram: [{ telegram: [] }],
}

function describe({ path, summary, access, body, query, isIdempotent, replies }: Operation) {
  return {
    summary,
    security: securityOf[access],
    parameters: [
      ...pathParameters(path),
      ...(query ? queryParameters(query) : []),
      ...(isIdempotent ? [idempotencyKey] : []),
    ],
    ...(body && {
      requestBody: { content: { 'application/json': { schema: jsonSchema(body, 'input') } } },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(replies).map(([status, reply]) => [status, describeReply(reply)]),
      ),
      default: {
        description: 'A problem (RFC 9457)',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  }
}

function describeReply({ description, schema, stream }: Operation['replies'][number]) {
  if (!schema) return { description }
  const events = stream && {
    'text/event-stream': { schema: { type: 'string', description: stream } },
  }
  return {
    description,
    content: { 'application/json': { schema: jsonSchema(schema, 'output') }, ...events },
  }
}

const jsonSchema = (schema: z.ZodMiniType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' })

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

function queryParameters(query: z.ZodMiniType) {
  const { properties = {} } = jsonSchema(query, 'input')
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
  }))
}
