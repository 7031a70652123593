import * as z from 'zod/mini'
import type { Route } from '../route.ts'
import { type NamedSchemas, namedSchemas } from './named-schemas.ts'
import { operation } from './operation.ts'
import { createSchemas, type Schemas } from './schemas.ts'
import { tags } from './tags.ts'

/** One webhook as the OpenAPI document tells of it: what its `data` holds, and such an event. */
export interface DescribedWebhook {
  type: string
  summary: string
  data: z.ZodMiniType
  example: Record<string, unknown>
}

/**
 * The OpenAPI 3.1 document of these routes and webhooks, its schemas made from the very ones that
 * check them.
 */
export function openApiDocument(
  routes: Route<never>[],
  events: DescribedWebhook[],
  names: NamedSchemas,
) {
  const schemas = createSchemas({ ...namedSchemas, ...names })
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll('*}', '}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, schemas) }
  }
  const webhooks = Object.fromEntries(
    events.map((event) => [event.type, { post: webhook(event, schemas) }]),
  )
  return {
    openapi: '3.1.0',
    info: {
      title: 'Marginalia',
      version: '1',
      description: 'Answers in the margin that cite the very passages they rest on.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The URL that this document comes from' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    webhooks,
    components: { securitySchemes, parameters, schemas: sorted(schemas.components) },
  }
}

function webhook({ type, summary, data, example }: DescribedWebhook, schemas: Schemas) {
  const name = `${type.replaceAll(/(?:^|[.])(\w)/g, (_, first) => first.toUpperCase())}Event`
  const event = z.object({ type: z.literal(type), timestamp: z.iso.datetime(), data })
  schemas.name(name, event)
  return {
    operationId: `on${name}`,
    tags: ['Webhooks'],
    summary,
    security: [],
    parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(requiredHeader),
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: schemas.write(event, 'output'),
          example: { type, timestamp: '2026-11-21T09:30:00.000Z', data: example },
        },
      },
    },
    responses: {
      '2XX': { description: 'The event is accepted' },
      '4XX': { description: 'The event is sent again later; after 410 no more is sent' },
    },
  }
}

const requiredHeader = (name: string) => ({
  name,
  in: 'header',
  required: true,
  schema: { type: 'string' },
})

const securitySchemes = {
  reader: { type: 'http', scheme: 'bearer', description: "A session's token" },
  admin: { type: 'http', scheme: 'bearer', description: 'ADMIN_TOKEN' },
  github: {
    type: 'apiKey',
    in: 'header',
    name: 'x-hub-signature-256',
    description: 'HMAC-SHA256 of the body under GITHUB_WEBHOOK_SECRET, as GitHub makes it.',
  },
  telegram: {
    type: 'apiKey',
    in: 'header',
    name: 'x-telegram-bot-api-secret-token',
    description: 'TELEGRAM_WEBHOOK_SECRET',
  },
  slack: {
    type: 'apiKey',
    in: 'header',
    name: 'x-slack-signature',
    description: 'HMAC-SHA256 of time and body under SLACK_SIGNING_SECRET, as Slack makes it.',
  },
  chatwoot: {
    type: 'apiKey',
    in: 'header',
    name: 'x-chatwoot-signature',
    description:
      'HMAC-SHA256 of time and body under CHATWOOT_WEBHOOK_SECRET, as Chatwoot makes it.',
  },
  discord: {
    type: 'apiKey',
    in: 'header',
    name: 'x-signature-ed25519',
    description: 'The Ed25519 signature of time and body that DISCORD_PUBLIC_KEY verifies.',
  },
}

const parameters = {
  IdempotencyKey: {
    name: 'idempotency-key',
    in: 'header',
    required: false,
    description: 'The same key within 24 hours gives the first reply again',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  },
}

const sorted = <T>(record: Record<string, T>) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
