/** A run cannot go on; the message is for the owner. */
export class RunError extends Error {
  override readonly name = 'RunError'
}
