import * as z from 'zod/mini'
import { AnswerDocument } from '../chat/events.ts'
import type { Settings } from '../env.ts'
import { toAskedAnswer } from '../mcp/to-asked-answer.ts'
import { ToolError } from '../mcp/tool.ts'
import { createBook } from '../pages/book.ts'
import { neonFor } from './doors.ts'
import type { Ask } from './mcp.ts'

const Opened = z.object({ session_id: z.string(), token: z.string() })
const Refusal = z.object({ detail: z.string() })

/** Asks the suite at another URL, in the conversation that the agent names or in a new one. */
export function askAt(settings: Settings): Ask | undefined {
  const url = settings.SUITE_URL?.replace(/\/+$/, '')
  if (url === undefined) return undefined
  const book = createBook({ neon: neonFor(settings) })

  async function post(
    path: string,
    body: object,
    headers: Record<string, string>,
    left: AbortSignal,
  ) {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.any([left, AbortSignal.timeout(settings.TIMEOUT_MODEL_MS)]),
    })
    const reply: unknown = await response.json()
    if (response.ok) return reply
    const refusal = Refusal.safeParse(reply)
    throw new ToolError(refusal.success ? refusal.data.detail : 'The book cannot be asked now.')
  }

  return async (
    { question, filter, page, conversation },
    { signal, traceparent, token: shown },
  ) => {
    const trace: Record<string, string> = traceparent === undefined ? {} : { traceparent }
    const token =
      // Only its own session may read what its reader's groups may read.
      conversation ??
      shown ??
      Opened.parse(await post('/v1/sessions', { metadata: { channel: 'mcp' } }, trace, signal))
        .token
    const asked = {
      session_id: sessionOf(token),
      question,
      ...(filter && { filter }),
      ...(page !== undefined && { page: { path: page } }),
    }
    const headers = { authorization: `Bearer ${token}`, ...trace }
    const document = AnswerDocument.parse(await post('/v1/chat', asked, headers, signal))
    const ids = document.sources.flatMap(({ passage_id }) => passage_id ?? [])
    const hashes = await book.hashesOf(ids).catch(() => new Map<string, string>())
    return toAskedAnswer(document, hashes, token)
  }
}

const Claims = z.object({ sub: z.string() })

/** Whose token it is; the suite checks that it is right. */
function sessionOf(token: string): string {
  try {
    const [, claims = ''] = token.split('.')
    return Claims.parse(JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')))).sub
  } catch {
    throw new ToolError('This is no conversation: ask again without conversation.')
  }
}
