/** A service has sent more than it was asked for. What came is not read to its end. */
export class ReplyTooLong extends Error {
  override readonly name = 'ReplyTooLong'
}

/** More than any reply to a question has. */
export const usualBytes = 4 * 2 ** 20

/** A reply's text, of at most so many bytes; a longer one is a ReplyTooLong. */
export async function textWithin(response: Response, mostBytes = usualBytes): Promise<string> {
  const { body, headers } = response
  const said = headers.get('content-length')
  // What is packed may be any length once it is unpacked.
  const isSaid = said !== null && !headers.has('content-encoding')
  if (isSaid && Number(said) <= mostBytes) return await response.text()
  const decoder = new TextDecoder()
  let bytes = isSaid ? Number(said) : 0
  let text = ''
  if (bytes > mostBytes) await body?.cancel()
  else
    for await (const chunk of body ?? []) {
      bytes += chunk.byteLength
      // Leaving the loop calls off the rest.
      if (bytes > mostBytes) break
      text += decoder.decode(chunk, { stream: true })
    }
  if (bytes > mostBytes) throw new ReplyTooLong(`The reply is longer than ${mostBytes} bytes`)
  return text + decoder.decode()
}
