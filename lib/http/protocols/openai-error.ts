import * as z from 'zod/mini'
import type { Problem } from '../../problem.ts'
import type { ProblemFormat } from './problem-format.ts'

/** A problem as OpenAI tells of one; `code` is the problem's public name. */
export const OpenAiError = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    param: z.nullable(z.string()),
    code: z.string(),
  }),
})

export function openAiError({
  message,
  type,
  status,
  options,
}: Problem): z.infer<typeof OpenAiError> {
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

/** ProblemFormat in OpenAI's protocol. */
export const openAiProblemFormat: ProblemFormat = {
  mediaType: 'application/json',
  schema: OpenAiError,
  document: openAiError,
}
