import type { Client } from '../parts/client.ts'
import type { Doer } from '../parts/form.ts'

export interface Surroundings extends Doer {
  client: Client
  signal: AbortSignal
  /** Reads all figures again. */
  reload: () => void
  /** Tells what has come of a deed, to be seen and heard. */
  tell: (text: string) => void
  /** Told of what the API refused. */
  fail: (error: unknown) => void
}
