import type { Client } from '../parts/client.ts'

export interface Surroundings {
  client: Client
  signal: AbortSignal
  /** Reads all figures again. */
  reload: () => void
  /** Tells what has come of a deed, to be seen and heard. */
  tell: (text: string) => void
  /** Told of what the API refused. */
  fail: (error: unknown) => void
}
