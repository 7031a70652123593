/** The API refused, or could not be reached; the message says why. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  /** The HTTP status; 0 when there was no reply. */
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export type Client = ReturnType<typeof createClient>

/** Calls the API with the admin's token, or as who has signed in before it; throws a Refusal, or an AbortError once the signal aborts. */
export function createClient(token: string | undefined) {
  async function reach(method: string, path: string, init: RequestInit): Promise<Response> {
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
    }
    return await fetch(path, { method, headers, ...init }).catch((error: unknown) => {
      if (isAbort(error)) throw error
      throw new Refusal(0, 'The server cannot be reached. Check your connection and try again.')
    })
  }

  async function call(method: string, path: string, init: RequestInit): Promise<unknown> {
    const response = await reach(method, path, init)
    const body: unknown = await response.json().catch((error: unknown) => {
      if (isAbort(error)) throw error
      if (response.ok) throw new Refusal(0, 'The reply broke off. Try again.')
    })
    if (response.ok) return body
    throw new Refusal(response.status, detailOf(body) ?? `The server answered ${response.status}.`)
  }

  return {
    // The replies are the same deployment's own; the API's tests show that they have these types.
    get: async <Reply>(path: string, signal: AbortSignal) =>
      (await call('GET', path, { signal })) as Reply,
    file: async (path: string): Promise<Blob> => {
      const response = await reach('GET', path, {})
      if (response.ok) return await response.blob()
      throw new Refusal(response.status, `The server answered ${response.status}.`)
    },
    post: async <Reply>(path: string, body: object = {}) =>
      (await call('POST', path, { body: JSON.stringify(body) })) as Reply,
    put: async <Reply>(path: string, body: object) =>
      (await call('PUT', path, { body: JSON.stringify(body) })) as Reply,
    patch: async <Reply>(path: string, body: object) =>
      (await call('PATCH', path, { body: JSON.stringify(body) })) as Reply,
    remove: async (path: string): Promise<void> => {
      const response = await reach('DELETE', path, {})
      if (response.ok) return
      const body: unknown = await response.json().catch(() => undefined)
      throw new Refusal(
        response.status,
        detailOf(body) ?? `The server answered ${response.status}.`,
      )
    },
  }
}

/** Whether a request was broken off by ourselves, before its reply or within it. */
export const isAbort = (error: unknown) =>
  error instanceof DOMException && error.name === 'AbortError'

/** The characters that a token can have in a header. */
export const isToken = (text: string) => /^[\w.~+/=-]{1,4096}$/.test(text)

function detailOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('detail' in body)) return undefined
  return String(body.detail)
}
