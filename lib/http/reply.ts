/** What a handler replies: a status, with a document if there is one to send. */
export type Reply<Status extends number, Document> = {
  status: Status
  location?: string
  headers?: Record<string, string>
} & (Document extends undefined ? { body?: undefined } : { body: Document })

/** A reply of any route. */
export interface AnyReply {
  status: number
  body?: unknown
  location?: string
  headers?: Record<string, string>
}

/** A reply as it is sent. What a route tells one caller is not kept on the way, unless it says so. */
export function toResponse({ status, body, location, headers }: AnyReply): Response {
  const init = {
    status,
    headers: { 'cache-control': 'no-store', ...(location && { location }), ...headers },
  }
  return body === undefined ? new Response(null, init) : Response.json(body, init)
}
