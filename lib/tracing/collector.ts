import { metricsOf, type Trace, tracesOf } from './otlp.ts'

export interface CollectorOptions {
  /** The collector's URL; `/v1/traces` and `/v1/metrics` are put behind it. */
  endpoint: string
  /** `name=value,…`, each value as in a URL. */
  headers: string | undefined
  service: string
  sendsMetrics: boolean
  timeoutMs: number
  /** Hears of what the collector does not take. */
  note: (error: unknown) => void
}

/** Where traces go. Sending never fails: what the collector does not take is lost, and told. */
export type SendTrace = (trace: Trace) => Promise<void>

/** A collector that takes OTLP over HTTP as JSON; no redirect is followed with its headers. */
export function createCollector(options: CollectorOptions): SendTrace {
  const { endpoint, service, sendsMetrics, timeoutMs, note } = options
  const headers = { 'content-type': 'application/json', ...readHeaders(options.headers) }
  const resource = { 'service.name': service }

  return async (trace) => {
    await Promise.all([
      post('traces', tracesOf(trace, resource)),
      sendsMetrics && trace.measurements.length > 0 && post('metrics', metricsOf(trace, resource)),
    ])
  }

  async function post(signal: 'traces' | 'metrics', body: object) {
    try {
      const response = await fetch(`${endpoint.replace(/\/+$/, '')}/v1/${signal}`, {
        method: 'POST',
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        body: JSON.stringify(body),
      })
      await response.body?.cancel()
      const { status } = response
      if (!response.ok) throw Object.assign(new Error(`HTTP ${status}`), { status })
    } catch (error) {
      note(error)
    }
  }
}

/** The headers of a list as OpenTelemetry's settings write it. */
export const readHeaders = (list = ''): Record<string, string> =>
  Object.fromEntries(
    list.split(',').flatMap((pair) => {
      const [name = '', ...value] = pair.split('=')
      return name.trim() === ''
        ? []
        : [[name.trim().toLowerCase(), decoded(value.join('=').trim())]]
    }),
  )

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    // A value with a bare percent sign is meant as it stands.
    return value
  }
}
