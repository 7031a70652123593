import type { Settings } from '../env.ts'

/** What every handler finds on its context. */
export interface AppEnv<Services = unknown> {
  Bindings: object
  Variables: {
    requestId: string
    settings: Settings
    services: Services
  }
}
