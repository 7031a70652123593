/** More than any reply to a question has. */
export const usualBytes = 4 * 2 ** 20

/** More than sixty passages of the longest, and ten thousand ids of removed ones, have. */
export const foundBytes = 2 ** 20

// To be woken for each of the runtime's own small pieces costs more than all that is done with them.
const atOnce = 64 * 1024

// For the next replies: to make a buffer for each costs as much as to decode what is in it.
const mostSpare = 8
const spare: ArrayBuffer[] = []

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
  let buffer = spare.pop() ?? new ArrayBuffer(atOnce)
  while (left >= 0) {
    const { done, value } = await readInto(reader, new Uint8Array(buffer))
    left -= value?.byteLength ?? 0
    text += decoder.decode(value, { stream: true })
    if (value) buffer = value.buffer as ArrayBuffer
    if (!done || left < 0) continue
    if (spare.length < mostSpare) spare.push(buffer)
    return text + decoder.decode()
  }
  await reader.cancel()
  throw new RangeError('The reply is too long')
}

/**
 * Fills a view, in one turn where the runtime can. The standard's `min` is no way to it: there a stream
 * that ends before fails.
 */
async function readInto(reader: BytesReader, view: Uint8Array<ArrayBuffer>): Promise<BytesRead> {
  const { length } = view
  if (!reader.readAtLeast) return await reader.read(view)
  const { done, value } = await reader.readAtLeast(length, view)
  return { done: done || value === undefined || value.length < length, value }
}

interface BytesRead {
  done: boolean
  value?: Uint8Array | undefined
}

/** A stream's reader; only workerd's own has `readAtLeast`. */
interface BytesReader {
  read(view: Uint8Array<ArrayBuffer>): Promise<BytesRead>
  readAtLeast?(least: number, view: Uint8Array<ArrayBuffer>): Promise<BytesRead>
}
