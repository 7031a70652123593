import type { Issues } from './github/issues.ts'

export type ServiceName = 'neon' | 'qdrant' | 'upstash' | 'openrouter' | 'github'

export type Profile = 'full' | 'lean'

export interface CloudOptions {
  /** Folder of Markdown that the GitHub stand-in serves as the repository's content. */
  docs: string
  /** Where state persists; in memory when absent. */
  dataDir?: string
  /** The archive that a database in memory begins with; an empty database when absent. */
  archive?: string
  /** The real services, in place of stand-ins or behind them. */
  real?: {
    redisUrl?: string
    qdrantUrl?: string
    qdrantApiKey?: string
    databaseUrl?: string
    openrouterApiKey?: string
  }
  /** The small model that ships in npm (default), or hashed words, for tests that need no meaning. */
  embeddings?: 'model' | 'hashed'
  ports?: Partial<Record<ServiceName, number>>
  /** Lean does without Qdrant and Redis. */
  profile?: Profile
  /** The services to start; all when absent. */
  only?: ServiceName[]
  github?: {
    /** How many entries are listed at once before it says `truncated`. */
    truncateAt?: number
    /** Leaves out the token, which lets 60 requests an hour through. */
    anonymous?: boolean
    anonymousQuota?: number
    quotaSeconds?: number
    /** The repository's issues, for whoever looks at them. */
    issues?: Issues
  }
}
