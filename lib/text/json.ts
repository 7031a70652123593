/** The value of a JSON text; undefined where there is no text, or none that is JSON. */
export function jsonOrUndefined(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // What cannot be read counts as absent; the caller's schema decides what that means.
    return undefined
  }
}
