import type { Settings } from '../env.ts'

/** What every handler finds on its context. */
export interface AppEnv {
  Bindings: object
  Variables: {
    /** Our own id of this request, which its reply and its log lines bear. */
    requestId: string
    settings: Settings
  }
}
