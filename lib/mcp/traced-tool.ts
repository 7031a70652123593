import { metrics, names } from '../tracing/conventions.ts'
import type { Span, Trace } from '../tracing/otlp.ts'
import { traceContext } from '../tracing/trace-context.ts'
import type { CalledTool } from './tool.ts'

export interface TracedToolDeps {
  send: (trace: Trace) => Promise<void>
  newId: () => string
  now: () => number
}

/** A tool whose calls a collector is told of, after their result. */
export const traced = (tool: CalledTool, { send, newId, now }: TracedToolDeps): CalledTool => ({
  ...tool,
  async call(given, caller) {
    const from = now()
    const tell = (isFailed: boolean) => {
      const context = traceContext(caller.traceparent, newId())
      const root = spanOf(tool.name, from, now(), isFailed)
      if (context) caller.afterwards(send(traceOf(root, context)))
    }
    try {
      const output = await tool.call(given, caller)
      tell(false)
      return output
    } catch (error) {
      tell(true)
      throw error
    }
  },
})

const spanOf = (tool: string, from: number, to: number, isFailed: boolean): Span => ({
  name: `execute_tool ${tool}`,
  kind: 'internal',
  from,
  to,
  attributes: {
    [names.operation]: 'execute_tool',
    [names.tool]: tool,
    [names.toolType]: 'function',
    ...(isFailed && { [names.error]: '_OTHER' }),
  },
  isFailed,
})

const traceOf = (root: Span, context: Trace['context']): Trace => ({
  context,
  root,
  children: [],
  measurements: [
    { metric: metrics.tool, value: (root.to - root.from) / 1000, attributes: root.attributes },
  ],
})
