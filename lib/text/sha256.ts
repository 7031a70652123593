/** SHA-256 of a text. */
export const sha256 = (text: string): Promise<ArrayBuffer> =>
  crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))

/** SHA-256 of a text, as 64 hexadecimal digits. */
export async function sha256Hex(text: string): Promise<string> {
  const bytes = new Uint8Array(await sha256(text))
  return bytes.reduce((digits, byte) => digits + byte.toString(16).padStart(2, '0'), '')
}
