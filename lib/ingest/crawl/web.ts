/** Why a document of the web could not be had, in words for its owner. */
export class WebError extends Error {
  override readonly name = 'WebError'
  /** Whether the site asks to come again later, and after how many seconds. */
  readonly laterSeconds: number | undefined
  constructor(message: string, laterSeconds?: number) {
    super(message)
    this.laterSeconds = laterSeconds
  }
}

/** What a document was when it was last had. */
export interface Validators {
  etag?: string | null | undefined
  lastModified?: string | null | undefined
}

/** The door to sites: one request, redirects not followed. */
export type Web = ReturnType<typeof createWeb>

const userAgent = 'Marginalia/1.0 (reads the pages that its owner answers questions from)'
// What Cloudflare answers in the place of a site whose certificate it does not accept.
const tlsFailures = new Set([525, 526])
const noTrust =
  'no secure connection was made: see that its certificate is valid, not expired, and for this name'
const longestWaitSeconds = 600
const usualWaitSeconds = 60

export function createWeb({ timeoutMs }: { timeoutMs: number }) {
  return {
    /** Asks for a document; what is no success, no redirect and no 304 is a WebError. */
    async get(
      url: string,
      accept: string,
      { etag, lastModified }: Validators = {},
    ): Promise<Response> {
      let response: Response
      try {
        response = await fetch(url, {
          headers: {
            accept,
            'user-agent': userAgent,
            ...(etag && { 'if-none-match': etag }),
            ...(lastModified && { 'if-modified-since': lastModified }),
          },
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
        })
      } catch (error) {
        throw new WebError(`could not be fetched: ${reasonOf(error, url)}`)
      }
      if (response.ok || (response.status >= 300 && response.status < 400)) return response
      await response.body?.cancel()
      if (response.status === 429 || response.status === 503)
        throw new WebError(`the site answered ${response.status}`, waitOf(response))
      if (tlsFailures.has(response.status)) throw new WebError(`could not be fetched: ${noTrust}`)
      throw new WebError(`the site answered ${response.status}`)
    },
  }
}

/** A body's bytes as they come, at most so many; a longer one, or one that breaks off, is a WebError. */
export async function* boundedBytes(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let length = 0
  try {
    for await (const chunk of body ?? []) {
      length += chunk.byteLength
      if (length > maxBytes) throw new WebError(`it is longer than ${maxBytes / 1024 / 1024} MiB`)
      yield chunk
    }
  } catch (error) {
    throw error instanceof WebError ? error : new WebError(`it broke off: ${reasonOf(error)}`)
  }
}

/** A body as text, in the encoding that its type names. */
export async function boundedText(response: Response, maxBytes: number): Promise<string> {
  const [, charset = 'utf-8'] =
    /charset="?([\w-]+)/i.exec(response.headers.get('content-type') ?? '') ?? []
  const decoder = decoderOf(charset)
  let text = ''
  for await (const chunk of boundedBytes(response.body, maxBytes))
    text += decoder.decode(chunk, { stream: true })
  return text + decoder.decode()
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    // An encoding that nobody knows is most likely UTF-8.
    return new TextDecoder()
  }
}

function waitOf(response: Response): number {
  const asked = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(asked) && asked >= 0
    ? Math.min(longestWaitSeconds, Math.ceil(asked))
    : usualWaitSeconds
}

function reasonOf(error: unknown, url = ''): string {
  // All that the runtime says where a handshake failed.
  if (url.startsWith('https:') && error instanceof Error && /^internal error/.test(error.message))
    return noTrust
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'no answer in time'
  return error instanceof Error ? error.message : String(error)
}
