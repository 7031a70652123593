import { APIError } from 'openai/core/error'
import { textWithin } from './wire/bounded-reply.ts'

/** Sends a request to OpenRouter; its errors are the openai SDK's. */
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
    throw APIError.generate(response.status, jsonOrNothing(text), text, response.headers)
  }

function jsonOrNothing(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    // An error page of a proxy is not JSON; its status says enough.
    return undefined
  }
}
