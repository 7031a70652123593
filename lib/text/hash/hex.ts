/** Bytes as hexadecimal digits, two for each. */
export const toHex = (bytes: ArrayBuffer): string =>
  new Uint8Array(bytes).reduce((digits, byte) => digits + byte.toString(16).padStart(2, '0'), '')

/** The bytes that hexadecimal digits stand for, two for each. */
export const fromHex = (digits: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
