/** More than any reply to a question has. */
export const usualBytes = 4 * 2 ** 20

/** More than sixty passages of the longest, and ten thousand ids of removed ones, have. */
export const foundBytes = 2 ** 20

// Read in the runtime's own small pieces, a long reply costs three times as much.
const atOnce = 64 * 1024

/** A reply's text, of at most so many bytes; a longer one is a RangeError, and is not read to its end. */
export async function textWithin(response: Response, mostBytes = usualBytes): Promise<string> {
  const { body, headers } = response
  // What is packed may be any length once it is unpacked.
  const isKnown = headers.has('content-length') && !headers.has('content-encoding')
  const length = isKnown ? Number(headers.get('content-length')) : 0
  if (body === null || (isKnown && length <= mostBytes)) return await response.text()
  const reader = body.getReader({ mode: 'byob' })
  const decoder = new TextDecoder()
  let left = length > mostBytes ? -1 : mostBytes
  let text = ''
  let room = new Uint8Array(atOnce)
  while (left >= 0) {
    const { done, value } = await reader.read(room)
    if (done) return text + decoder.decode()
    left -= value.byteLength
    text += decoder.decode(value, { stream: true })
    room = new Uint8Array(value.buffer)
  }
  await reader.cancel()
  throw new RangeError('The reply is too long')
}
