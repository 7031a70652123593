import { type TraceOptions, toTrace } from '../answer/after/to-trace.ts'
import type { AnswerState } from '../answer/answer-state.ts'
import type { Settings } from '../env.ts'
import { createCollector, type SendTrace } from '../tracing/collector.ts'
import { noting } from './upstreams.ts'

/** Sends traces to the collector that the settings name, if any. */
export function collectorFor(settings: Settings): SendTrace | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = settings
  if (endpoint === undefined) return undefined
  return createCollector({
    endpoint,
    headers: settings.OTEL_EXPORTER_OTLP_HEADERS,
    service: settings.OTEL_SERVICE_NAME,
    sendsMetrics: settings.OTEL_METRICS_EXPORTER === 'otlp',
    timeoutMs: settings.OTEL_EXPORTER_OTLP_TIMEOUT,
    note: noting(settings, 'collector'),
  })
}

/** Traces answers after their last byte, where the settings name a collector. */
export function tracingFor(settings: Settings) {
  const send = collectorFor(settings)
  if (!send) return {}
  const options: TraceOptions = {
    embeddingModel: settings.OPENROUTER_EMBEDDING_MODEL,
    chatModel: settings.OPENROUTER_CHAT_MODEL,
    rerankModel: settings.RERANK_MODEL,
    collection: settings.QDRANT_COLLECTION,
    withContent: settings.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT,
  }
  return {
    trace: async (state: AnswerState) => {
      const trace = toTrace(state, options)
      if (trace) await send(trace)
    },
  }
}
