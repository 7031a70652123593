import { metrics, names } from '../../tracing/conventions.ts'
import type { Attributes, Measurement, Span, Trace } from '../../tracing/otlp.ts'
import { traceContext } from '../../tracing/trace-context.ts'
import { durationOf, isAway, spanOf, type Upstreams } from '../../tracing/waits.ts'
import type { AnswerState } from '../answer-state.ts'

export interface TraceOptions extends Upstreams {
  /** Whether question, answer and what was found go along. */
  withContent: boolean
}

const mostDocuments = 20

/** An answer as a trace, a span for each wait; undefined where the caller records none. */
export function toTrace(state: AnswerState, options: TraceOptions): Trace | undefined {
  const { question, clock, latencyMs } = state
  const context = traceContext(question.traceparent, question.query_id)
  if (!context) return undefined
  const from = clock.startedAt
  const children = Object.entries(clock.begun).flatMap(
    ([wait, begun]) => spanOfWait(state, wait, from + begun, options) ?? [],
  )
  const root: Span = {
    name: 'invoke_workflow marginalia',
    kind: 'internal',
    from,
    to: from + latencyMs,
    attributes: { ...aboutAnswer(state), ...(options.withContent && contentOf(state)) },
    ...(!state.reply.isFinished && { isFailed: true }),
  }
  const measurements = [
    { metric: metrics.workflow, value: latencyMs / 1000, attributes: workflow },
    ...children.flatMap(durationOf),
    ...ofModel(state, options.chatModel),
  ]
  return { context, root, children, measurements }
}

const workflow = { [names.operation]: 'invoke_workflow', [names.workflow]: 'marginalia' }

function spanOfWait(state: AnswerState, wait: string, from: number, options: TraceOptions) {
  const { clock, reply, latencyMs } = state
  const isModel = wait === 'model'
  // The model is read until the answer ends; what was still under way then is broken off.
  const took = isModel ? undefined : clock.timings[wait]
  const to = took === undefined ? clock.startedAt + latencyMs : from + took
  const more = isModel ? aboutModel(state) : {}
  const query = options.withContent && wait === 'dense' ? found(state) : {}
  return spanOf(
    wait,
    { from, to, more: { ...more, ...query } },
    options,
    isAway(wait, reply.degraded),
  )
}

const aboutAnswer = ({ question, reply }: AnswerState): Attributes => ({
  ...workflow,
  [names.conversation]: question.session_id,
  'marginalia.query_id': question.query_id,
  'marginalia.answered': reply.answered,
  'marginalia.cached': String(reply.cached),
  'marginalia.degraded': reply.degraded,
  'marginalia.citations.verified': reply.citations.filter(({ status }) => status === 'verified')
    .length,
  'marginalia.citations.weak': reply.citations.filter(({ status }) => status === 'weak').length,
  'marginalia.confidence': reply.confidence,
})

function aboutModel({ question, clock, reply }: AnswerState): Attributes {
  return {
    [names.conversation]: question.session_id,
    [names.isStream]: true,
    [names.responseModel]: reply.usage?.model,
    [names.inputTokens]: reply.usage?.prompt_tokens,
    [names.outputTokens]: reply.usage?.completion_tokens,
    [names.finishReasons]: [reply.finish],
    [names.timeToFirstChunk]: toFirstChunk(clock),
  }
}

/** Seconds from asking the model to the first that it said. */
function toFirstChunk({ begun, timings }: AnswerState['clock']): number | undefined {
  const { model: first } = timings
  return first === undefined ? undefined : (first - (begun.model ?? first)) / 1000
}

function ofModel({ clock, reply }: AnswerState, model: string): Measurement[] {
  const of = {
    [names.operation]: 'chat',
    [names.provider]: 'openrouter',
    [names.requestModel]: model,
    [names.responseModel]: reply.usage?.model,
  }
  const first = toFirstChunk(clock)
  const tokens = (type: 'input' | 'output', value: number): Measurement => ({
    metric: metrics.tokens,
    value,
    attributes: { ...of, [names.tokenType]: type },
  })
  return [
    ...(first === undefined ? [] : [{ metric: metrics.firstChunk, value: first, attributes: of }]),
    // What a cached answer once cost is not spent again.
    ...(reply.usage && !reply.cached
      ? [
          tokens('input', reply.usage.prompt_tokens),
          tokens('output', reply.usage.completion_tokens),
        ]
      : []),
  ]
}

const messages = (role: string, content: string, more = {}) =>
  JSON.stringify([{ role, parts: [{ type: 'text', content }], ...more }])

const contentOf = ({ question, reply }: AnswerState): Attributes => ({
  [names.inputMessages]: messages('user', question.question),
  [names.outputMessages]: messages('assistant', reply.text, { finish_reason: reply.finish }),
})

const found = ({ question, found: gave }: AnswerState): Attributes => ({
  [names.queryText]: gave?.standaloneQuestion ?? question.question,
  [names.documents]: JSON.stringify(
    (gave?.passages ?? []).slice(0, mostDocuments).map(({ passage_id }) => ({ id: passage_id })),
  ),
})
