import { boundsOf, type metrics, schemaUrl } from './conventions.ts'
import { newSpanId, type TraceContext } from './trace-context.ts'

type Value = string | number | boolean | readonly string[] | undefined

/** What is known of a span or a measurement; what is undefined is left out. */
export type Attributes = Record<string, Value>

/** A piece of work, from one moment to another, in milliseconds of Unix time. */
export interface Span {
  name: string
  kind: 'internal' | 'client'
  from: number
  to: number
  attributes: Attributes
  isFailed?: boolean
}

/** One value of a histogram. */
export interface Measurement {
  metric: (typeof metrics)[keyof typeof metrics]
  value: number
  attributes: Attributes
}

/** Spans under one that holds them all, and what was measured meanwhile. */
export interface Trace {
  context: TraceContext
  root: Span
  children: Span[]
  measurements: Measurement[]
}

const kinds = { internal: 1, client: 3 }
const failed = 2
const delta = 1

/** A trace's spans as OTLP/JSON has them: ids in hex, moments and whole numbers as text. */
export function tracesOf({ context, root, children }: Trace, resource: Attributes) {
  const rootId = newSpanId()
  const { traceId, parentSpanId } = context
  const spans = [
    { ...toSpan(root, traceId, rootId), ...(parentSpanId !== undefined && { parentSpanId }) },
    ...children.map((span) => ({ ...toSpan(span, traceId, newSpanId()), parentSpanId: rootId })),
  ]
  return { resourceSpans: [{ ...about(resource), scopeSpans: [{ scope, spans, schemaUrl }] }] }
}

/** Its measurements, each as a histogram of the time that it took alone. */
export function metricsOf({ root, measurements }: Trace, resource: Attributes) {
  const byName = Map.groupBy(measurements, ({ metric }) => metric)
  const made = [...byName].map(([{ name, unit }, values]) => ({
    name,
    unit,
    histogram: {
      aggregationTemporality: delta,
      dataPoints: values.map(({ value, attributes }) => ({
        startTimeUnixNano: nanoseconds(root.from),
        timeUnixNano: nanoseconds(root.to),
        attributes: toAttributes(attributes),
        ...bucketsOf(value, boundsOf(unit)),
      })),
    },
  }))
  return {
    resourceMetrics: [{ ...about(resource), scopeMetrics: [{ scope, metrics: made, schemaUrl }] }],
  }
}

const scope = { name: 'marginalia' }

const about = (resource: Attributes) => ({ resource: { attributes: toAttributes(resource) } })

const toSpan = (
  { name, kind, from, to, attributes, isFailed }: Span,
  traceId: string,
  id: string,
) => ({
  traceId,
  spanId: id,
  name,
  kind: kinds[kind],
  startTimeUnixNano: nanoseconds(from),
  endTimeUnixNano: nanoseconds(to),
  attributes: toAttributes(attributes),
  ...(isFailed && { status: { code: failed } }),
})

function bucketsOf(value: number, explicitBounds: number[]) {
  const bucket = explicitBounds.findIndex((bound) => value <= bound)
  const at = bucket < 0 ? explicitBounds.length : bucket
  const bucketCounts = Array.from({ length: explicitBounds.length + 1 }, (_, n) =>
    n === at ? '1' : '0',
  )
  return { count: '1', sum: value, min: value, max: value, bucketCounts, explicitBounds }
}

/** Past what a double holds exactly: in whole milliseconds, then six digits. */
const nanoseconds = (ms: number) => `${Math.round(ms)}000000`

const toAttributes = (attributes: Attributes) =>
  Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: toValue(value) }],
  )

function toValue(value: NonNullable<Value>) {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value !== 'number')
    return { arrayValue: { values: value.map((stringValue) => ({ stringValue })) } }
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}
