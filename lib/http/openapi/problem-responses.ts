import { type ProblemName, problems } from '../../problem.ts'
import type { Route } from '../route.ts'

/** What can go wrong with any request to a route, by what the route asks for. */
export function problemsOf(route: Route<never>): ProblemName[] {
  const isOfTheApi = route.path.startsWith('/v1/')
  return [
    ...(route.access.secrets.length > 0 ? (['unauthorized'] as const) : []),
    ...(route.access.secrets.some((secret) => secret === 'reader' || secret === 'admin')
      ? (['forbidden'] as const)
      : []),
    ...(isOfTheApi ? (['origin-not-allowed'] as const) : []),
    ...(route.body
      ? (['malformed-json', 'body-too-large', 'unsupported-media-type'] as const)
      : []),
    ...(route.body || route.query || route.params || route.isIdempotent
      ? (['invalid-request'] as const)
      : []),
    ...(route.isIdempotent ? (['conflict'] as const) : []),
    ...(route.isLimited ? (['rate-limited'] as const) : []),
    ...(route.problems ?? []),
    ...(isOfTheApi ? (['misconfigured', 'unavailable'] as const) : []),
  ]
}

/** The responses that tell of these problems, a status each, and one for whatever is unforeseen. */
export function problemResponses(names: ProblemName[], content: object) {
  const byStatus = Object.groupBy([...new Set(names)], (name) => problems[name].status)
  const entries = Object.entries(byStatus).map(([status, same = []]) => [
    status,
    {
      description: same.map((name) => problems[name].title).join('; '),
      ...(headersOf[status] && { headers: headersOf[status] }),
      content,
    },
  ])
  const hasCallersFault = names.some((name) => problems[name].status < 500)
  return {
    ...Object.fromEntries(entries),
    // Every operation has to name a 4xx: whoever sends what HTTP itself forbids gets one.
    ...(!hasCallersFault && { '4XX': { description: 'The request is not valid', content } }),
    default: { description: 'A problem', content },
  }
}

const retryAfter = {
  'retry-after': {
    description: 'Seconds until another attempt makes sense',
    schema: { type: 'integer' },
  },
}

const headersOf: Record<string, object> = { 429: retryAfter, 503: retryAfter }
