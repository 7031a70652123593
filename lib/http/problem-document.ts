import * as z from 'zod/mini'
import { Challenge } from '../limits/challenge.ts'
import type { Problem, ProblemOptions } from '../problem.ts'
import type { ProblemFormat } from './protocols/problem-format.ts'

/** A problem as RFC 9457 tells of one. */
export const ProblemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  request_id: z.string(),
  errors: z.optional(z.array(z.object({ location: z.string(), message: z.string() }))),
  retry_after: z.optional(z.int()),
  challenge: z.optional(Challenge),
})

/** The URI that names a kind of problem. */
export const problemType = (problem: Problem) => `${typePrefix}${problem.type}`

const typePrefix = 'urn:problem-type:marginalia:'

const awaySeconds = 30

/** The ids that a request is known by: our own, and what its caller calls it. */
export interface RequestIds {
  requestId: string
  callersId: string | undefined
}

/**
 * A problem as its route's protocol tells of one, or as RFC 9457's document; what caused it goes to
 * the log, never to the caller.
 */
export function problemResponse(
  problem: Problem,
  ids: RequestIds,
  problemFormat?: ProblemFormat,
): Response {
  if (problem.status >= 500) logProblem(problem, ids)
  const { allow } = problem.options
  const retry = retryAfter(problem)
  const document = problemFormat?.document(problem) ?? problemDocument(problem, ids.requestId)
  return new Response(JSON.stringify(document), {
    status: problemFormat?.statusOf?.(problem) ?? problem.status,
    headers: {
      'content-type': problemFormat?.mediaType ?? 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': ids.requestId,
      ...(retry !== undefined && { 'retry-after': String(retry) }),
      ...(allow && { allow: allow.join(', ') }),
      ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }),
    },
  })
}

type Told = Omit<z.infer<typeof ProblemDocument>, 'challenge'> & Pick<ProblemOptions, 'challenge'>

function problemDocument(problem: Problem, requestId: string): Told {
  const { errors, challenge } = problem.options
  const retry = retryAfter(problem)
  return {
    type: problemType(problem),
    title: problem.title,
    status: problem.status,
    detail: problem.message,
    request_id: requestId,
    ...(errors && { errors }),
    ...(retry !== undefined && { retry_after: retry }),
    ...(challenge && { challenge }),
  }
}

const retryAfter = ({ status, options }: Problem) =>
  options.retryAfter ?? (status === 503 ? awaySeconds : undefined)

function logProblem(problem: Problem, { requestId, callersId }: RequestIds) {
  const cause = problem.options.cause
  const reason = cause instanceof Error ? (cause.stack ?? cause.message) : cause
  console.error(
    JSON.stringify({
      request_id: requestId,
      ...(callersId !== undefined && { caller_request_id: callersId }),
      problem: problem.type,
      detail: problem.message,
      reason,
    }),
  )
}
