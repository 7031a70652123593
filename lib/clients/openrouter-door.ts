import * as z from 'zod/mini'
import { jsonOrUndefined } from '../text/json.ts'
import { textWithin } from './wire/bounded-reply.ts'

/** What OpenRouter refused, or the provider behind it: an HTTP status, and what it said. */
export class OpenRouterError extends Error {
  override readonly name = 'OpenRouterError'
  readonly status: number
  readonly headers: Headers

  constructor(status: number, said: string, headers = new Headers()) {
    super(`${status} ${said || '(no body)'}`)
    this.status = status
    this.headers = headers
  }
}

/** Sends a request to OpenRouter. Throws an OpenRouterError where that is refused. */
export type Post = (path: string, body: object, signal: AbortSignal) => Promise<Response>

/**
 * The way to OpenRouter. The SDK's client itself would add 86 KiB to every function for two requests,
 * and its stream decoder fails on frames that hosts do send.
 */
export const createOpenRouterDoor =
  ({ baseUrl, apiKey }: { baseUrl: string; apiKey: string }): Post =>
  async (path, body, signal) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal,
    })
    if (response.ok) return response
    const text = (await textWithin(response)).slice(0, 2000)
    throw new OpenRouterError(response.status, wordsOf(text), response.headers)
  }

const Refusal = z.object({ error: z.object({ message: z.string() }) })

/** The message of an error; all of it where that is none of OpenRouter's, such as a proxy's page. */
const wordsOf = (text: string) =>
  Refusal.safeParse(jsonOrUndefined(text)).data?.error.message ?? text
