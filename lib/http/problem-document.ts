import type { Problem } from '../problem.ts'

/** The URI that names a kind of problem. */
export const problemType = (problem: Problem) => `${typePrefix}${problem.type}`

const typePrefix = 'urn:problem-type:marginalia:'

/** A problem as RFC 9457's document; what caused it goes to the log, never to the caller. */
export function problemResponse(problem: Problem, requestId: string): Response {
  if (problem.status >= 500) logProblem(problem, requestId)
  const { errors, retryAfter } = problem.options
  const retry = retryAfter ?? (problem.status === 503 ? 30 : undefined)
  const body = {
    type: problemType(problem),
    title: problem.title,
    status: problem.status,
    detail: problem.message,
    request_id: requestId,
    ...(errors && { errors }),
    ...(retry !== undefined && { retry_after: retry }),
  }
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
      ...(retry !== undefined && { 'retry-after': String(retry) }),
      ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }),
    },
  })
}

function logProblem(problem: Problem, requestId: string) {
  const cause = problem.options.cause
  const reason = cause instanceof Error ? (cause.stack ?? cause.message) : cause
  console.error(
    JSON.stringify({
      request_id: requestId,
      problem: problem.type,
      detail: problem.message,
      reason,
    }),
  )
}
