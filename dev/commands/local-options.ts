import { existsSync, readdirSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Profile } from '../cloud/options.ts'
import type { Plan } from '../suite/plan-guard.ts'
import { UsageError } from './usage-error.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The port of `npm start`, and the one in the links of a demo, whose own port nobody knows. */
export const defaultPort = 8787

/** The flags that start and demo share. */
export const localFlags = {
  docs: { type: 'string' },
  data: { type: 'string' },
  port: { type: 'string' },
  fresh: { type: 'boolean', default: false },
  plan: { type: 'string', default: 'free' },
  profile: { type: 'string', default: 'full' },
} as const

export interface LocalOptions {
  docs: string
  dataDir: string
  port: number
  fresh: boolean
  /** Whose limits every invocation is held to. */
  plan: Plan
  /** Whether Qdrant and Redis are there. */
  profile: Profile
}

/** Checks the flags; throws a UsageError that says what to do. */
export async function readLocalOptions(
  flags: {
    docs?: string
    data?: string
    port?: string
    fresh?: boolean
    plan?: string
    profile?: string
  },
  portWithoutFlag: number,
): Promise<LocalOptions> {
  const docs = flags.docs === undefined ? join(root, 'handbook') : resolve(flags.docs)
  requireMarkdown(docs)
  const port = flags.port === undefined ? portWithoutFlag : Number(flags.port)
  await requireFree(port)
  return {
    docs,
    dataDir: flags.data === undefined ? join(root, '.marginalia') : resolve(flags.data),
    port,
    fresh: flags.fresh ?? false,
    plan: planOf(flags.plan ?? 'free'),
    profile: profileOf(flags.profile ?? 'full'),
  }
}

function planOf(name: string): Plan {
  if (name === 'free' || name === 'paid') return name
  throw new UsageError('--plan: name free or paid.')
}

function profileOf(name: string): Profile {
  if (name === 'full' || name === 'lean') return name
  throw new UsageError('--profile: name full or lean.')
}

function requireMarkdown(docs: string) {
  if (!existsSync(docs) || !statSync(docs).isDirectory()) {
    throw new UsageError(`--docs: there is no folder ${docs}; name one with Markdown files.`)
  }
  const hasPages = readdirSync(docs, { recursive: true }).some((name) =>
    /\.mdx?$/.test(String(name)),
  )
  if (!hasPages)
    throw new UsageError(`--docs: ${docs} holds no .md or .mdx file; name a folder of Markdown.`)
}

async function requireFree(port: number) {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError('--port: name a number from 1 to 65535.')
  }
  if (port === 0) return
  await new Promise<void>((free, taken) => {
    const probe = createServer()
    probe.once('error', () =>
      taken(new UsageError(`--port: ${port} is in use; stop what uses it or name another.`)),
    )
    probe.listen(port, '127.0.0.1', () => probe.close(() => free()))
  })
}
