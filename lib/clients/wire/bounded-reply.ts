/** More than any reply to a question has. */
export const usualBytes = 4 * 2 ** 20

/** A reply's text, of at most so many bytes; a longer one is a RangeError, and is not read to its end. */
export async function textWithin(response: Response, mostBytes = usualBytes): Promise<string> {
  const { body, headers } = response
  // What is packed may be any length once it is unpacked.
  if (
    Number(headers.get('content-length') ?? Infinity) <= mostBytes &&
    !headers.has('content-encoding')
  )
    return await response.text()
  const decoder = new TextDecoder()
  let left = mostBytes
  let text = ''
  for await (const chunk of body ?? []) {
    left -= chunk.byteLength
    // Leaving the loop calls off the rest.
    if (left < 0) throw new RangeError('The reply is too long')
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
