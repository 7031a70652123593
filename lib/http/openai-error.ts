import type { Problem } from '../problem.ts'
import { problemResponse } from './problem-document.ts'

/** Where OpenAI's protocol is spoken. */
const path = '/v1/chat/completions'

/** A problem as OpenAI tells of one; `code` is the problem's public name. */
export function openAiError({ message, type, status, options }: Problem) {
  const [fault] = options.errors ?? []
  const param = fault?.location.replace(/^body\./, '') ?? null
  return {
    error: {
      message: fault ? `${param}: ${fault.message}` : message,
      type: errorTypes[status] ?? 'invalid_request_error',
      param,
      code: type,
    },
  }
}

const errorTypes: Record<number, string> = {
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
  500: 'server_error',
  503: 'server_error',
}

/** A failure in the protocol of its route: OpenAI's, or RFC 9457's as everywhere else. */
export function refusalOf(problem: Problem, requestId: string, asked: string): Response {
  const response = problemResponse(problem, requestId)
  if (asked !== path) return response
  response.headers.set('content-type', 'application/json')
  return new Response(JSON.stringify(openAiError(problem)), response)
}
