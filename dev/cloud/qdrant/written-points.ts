import { stringifyLossless } from './lossless-json.ts'

/** JSON in UTF-8, in parts that follow one another. */
export type Written = Uint8Array[]

const writtenPayloads = new WeakMap<object, Uint8Array>()
const sign = { comma: Buffer.from(','), close: Buffer.from('}') }

/**
 * Points as JSON. Nearly all of a reply is payloads, and a payload stays as it is until it is replaced:
 * each is written once.
 */
export const writtenPoints = (points: { payload?: Record<string, unknown> }[]): Written =>
  writtenList(
    points.map(({ payload, ...rest }) => {
      const text = stringifyLossless(rest)
      if (payload === undefined) return [Buffer.from(text)]
      return [Buffer.from(`${text.slice(0, -1)},"payload":`), writtenPayload(payload), sign.close]
    }),
  )

/** A list of what is written already. */
export const writtenList = (items: Written[]): Written => [
  Buffer.from('['),
  ...items.flatMap((item, at) => (at > 0 ? [sign.comma, ...item] : item)),
  Buffer.from(']'),
]

function writtenPayload(payload: Record<string, unknown>): Uint8Array {
  const known = writtenPayloads.get(payload)
  if (known) return known
  const bytes = Buffer.from(stringifyLossless(payload))
  writtenPayloads.set(payload, bytes)
  return bytes
}
