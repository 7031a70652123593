/** Bytes as hexadecimal digits, two for each. */
export const toHex = (bytes: ArrayBuffer): string =>
  new Uint8Array(bytes).reduce((digits, byte) => digits + byte.toString(16).padStart(2, '0'), '')
