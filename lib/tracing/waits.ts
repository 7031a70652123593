import { metrics, names } from './conventions.ts'
import type { Attributes, Measurement, Span } from './otlp.ts'

/** What the spans of a question's waits are told of besides their times. */
export interface Upstreams {
  embeddingModel: string
  chatModel: string
  rerankModel: string | undefined
  collection: string
}

/** The service that a wait is for, as `degraded` names it; the others are named after theirs. */
const services: Record<string, string> = {
  lexical: 'neon',
  pgvector: 'neon',
  dense: 'qdrant',
  rerank: 'reranker',
}

/** Whether the service that a wait is for was away. */
export const isAway = (wait: string, degraded: readonly string[]) =>
  degraded.includes(services[wait] ?? wait)

const provider = { [names.provider]: 'openrouter' }

const asking = (operation: string, model: string | undefined) => ({
  name: `${operation} ${model}`,
  attributes: { [names.operation]: operation, ...provider, [names.requestModel]: model },
})

const searching = (source: string, database: string) => ({
  name: `retrieval ${source}`,
  attributes: {
    [names.operation]: 'retrieval',
    [names.dataSource]: source,
    [names.database]: database,
  },
})

const reading = (database: string) => ({
  name: `read ${database}`,
  attributes: { [names.database]: database },
})

/** What each wait of a question is to a collector, by the name that it has in `timings`. */
function describe(
  wait: string,
  upstreams: Upstreams,
): { name: string; attributes: Attributes } | undefined {
  const { embeddingModel, chatModel, rerankModel, collection } = upstreams
  switch (wait) {
    case 'redis':
      return reading('redis')
    case 'neon':
      return reading('postgresql')
    case 'embedding':
      return asking('embeddings', embeddingModel)
    case 'rewrite':
    case 'model':
      return asking('chat', chatModel)
    case 'rerank':
      return asking('rerank', rerankModel)
    case 'lexical':
      return searching('documents', 'postgresql')
    case 'pgvector':
      return searching('documents', 'postgresql')
    case 'dense':
      return searching(collection, 'qdrant')
    case 'near':
      return searching(`${collection}-answers`, 'qdrant')
    default:
      return undefined
  }
}

export interface Wait {
  from: number
  to: number
  /** What is known of it besides. */
  more?: Attributes
}

/** A wait of a question as a span; undefined of a moment that is none. */
export function spanOf(
  wait: string,
  { from, to, more = {} }: Wait,
  upstreams: Upstreams,
  isFailed: boolean,
): Span | undefined {
  const described = describe(wait, upstreams)
  if (!described) return undefined
  const attributes = {
    ...described.attributes,
    ...more,
    ...(isFailed && { [names.error]: '_OTHER' }),
  }
  return {
    name: described.name,
    kind: 'client',
    from,
    to,
    attributes,
    ...(isFailed && { isFailed }),
  }
}

/** How long an operation of a model or of a search took; nothing of what is neither. */
export function durationOf({ attributes, from, to }: Span): Measurement[] {
  if (attributes[names.operation] === undefined) return []
  const { operation, provider: by, requestModel, error } = names
  const kept = Object.fromEntries(
    [operation, by, requestModel, error].map((name) => [name, attributes[name]]),
  )
  return [{ metric: metrics.operation, value: (to - from) / 1000, attributes: kept }]
}
