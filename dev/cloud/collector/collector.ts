import { Hono } from 'hono'
import * as z from 'zod'
import type { ServiceEnv } from '../stand-in/service.ts'

// OTLP/JSON as opentelemetry-proto has it: ids in hex, 64-bit integers as decimal text, enums as numbers.
const Nanoseconds = z.string().regex(/^\d{16,20}$/)
const Count = z.string().regex(/^\d{1,20}$/)
const traceId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .refine((id) => !/^0+$/.test(id))
const spanId = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .refine((id) => !/^0+$/.test(id))

const Plain = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ intValue: z.string().regex(/^-?\d{1,19}$/) }),
  z.strictObject({ doubleValue: z.number() }),
])
const Value = z.union([
  Plain,
  z.strictObject({ arrayValue: z.strictObject({ values: z.array(Plain) }) }),
])
const Attributes = z
  .array(z.strictObject({ key: z.string().min(1), value: Value }))
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, 'a key stands twice')

const Resource = z.strictObject({ attributes: Attributes })
const Scope = z.strictObject({ name: z.string(), version: z.string().optional() })

const Span = z
  .strictObject({
    traceId,
    spanId,
    parentSpanId: spanId.optional(),
    name: z.string().min(1),
    kind: z.int().min(1).max(5),
    startTimeUnixNano: Nanoseconds,
    endTimeUnixNano: Nanoseconds,
    attributes: Attributes.optional(),
    status: z
      .strictObject({ code: z.int().min(0).max(2), message: z.string().optional() })
      .optional(),
  })
  .refine(
    ({ startTimeUnixNano, endTimeUnixNano }) =>
      BigInt(startTimeUnixNano) <= BigInt(endTimeUnixNano),
    'it ends before it begins',
  )

const DataPoint = z
  .strictObject({
    startTimeUnixNano: Nanoseconds,
    timeUnixNano: Nanoseconds,
    attributes: Attributes,
    count: Count,
    sum: z.number(),
    min: z.number().optional(),
    max: z.number().optional(),
    bucketCounts: z.array(Count),
    explicitBounds: z.array(z.number()),
  })
  .refine(
    ({ count, bucketCounts, explicitBounds }) =>
      bucketCounts.length === explicitBounds.length + 1 &&
      bucketCounts.reduce((sum, each) => sum + BigInt(each), 0n) === BigInt(count) &&
      explicitBounds.every((bound, at) => at === 0 || bound > (explicitBounds[at - 1] ?? bound)),
    'the buckets do not add up',
  )

const Metric = z.strictObject({
  name: z.string().min(1),
  unit: z.string(),
  histogram: z.strictObject({
    aggregationTemporality: z.int().min(1).max(2),
    dataPoints: z.array(DataPoint).min(1),
  }),
})

const Traces = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: Resource,
      scopeSpans: z.array(
        z.strictObject({
          scope: Scope,
          schemaUrl: z.url().optional(),
          spans: z.array(Span).min(1),
        }),
      ),
    }),
  ),
})

const Metrics = z.strictObject({
  resourceMetrics: z.array(
    z.strictObject({
      resource: Resource,
      scopeMetrics: z.array(
        z.strictObject({
          scope: Scope,
          schemaUrl: z.url().optional(),
          metrics: z.array(Metric).min(1),
        }),
      ),
    }),
  ),
})

export type CollectedSpan = z.infer<typeof Span>
export type CollectedMetric = z.infer<typeof Metric>

/** What a collector was sent, in order, and what it refused. */
export interface Collected {
  spans: CollectedSpan[]
  metrics: CollectedMetric[]
  refused: string[]
}

/**
 * A collector of OTLP over HTTP as JSON, which keeps what it was sent. It refuses another content type,
 * a wrong key, and whatever is not what opentelemetry-proto's JSON is.
 */
export function createCollectorApp(key: string, collected: Collected) {
  const refuse = (status: 400 | 401 | 415, message: string) => {
    collected.refused.push(message)
    return Response.json({ code: status === 401 ? 16 : 3, message }, { status })
  }
  const take =
    <T>(schema: z.ZodType<T>, keep: (taken: T) => void) =>
    async (request: Request) => {
      if (request.headers.get('authorization') !== `Basic ${key}`)
        return refuse(401, 'Unauthenticated')
      if (request.headers.get('content-type') !== 'application/json')
        return refuse(415, 'unsupported media type')
      const { success, data, error } = schema.safeParse(await request.json().catch(() => undefined))
      if (!success) return refuse(400, z.prettifyError(error))
      keep(data)
      return Response.json({ partialSuccess: {} })
    }
  const traces = take(Traces, ({ resourceSpans }) => {
    for (const { scopeSpans } of resourceSpans)
      collected.spans.push(...scopeSpans.flatMap(({ spans }) => spans))
  })
  const metrics = take(Metrics, ({ resourceMetrics }) => {
    for (const { scopeMetrics } of resourceMetrics)
      collected.metrics.push(...scopeMetrics.flatMap((scope) => scope.metrics))
  })
  return new Hono<ServiceEnv>()
    .post('/v1/traces', (c) => traces(c.req.raw))
    .post('/v1/metrics', (c) => metrics(c.req.raw))
}
