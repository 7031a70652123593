import * as z from 'zod/mini'

const Reply = z.object({ result: z.nullable(z.string()) })

/**
 * One value that Upstash Redis holds, by one request. The SDK and its limiter would be a quarter of a
 * function that asks for nothing else.
 */
export function createStateValue({
  url,
  token,
  timeoutMs,
}: {
  url: string
  token: string
  timeoutMs: number
}) {
  return async (key: string): Promise<string | undefined> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(['GET', key]),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) throw new Error(`Redis answered ${response.status}`)
    return Reply.parse(await response.json()).result ?? undefined
  }
}
