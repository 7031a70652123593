import { NeonDbError, neon, neonConfig } from '@neondatabase/serverless'
import * as z from 'zod/mini'
import { isPage } from '../../lib/ingest/page/page-path.ts'

const timeoutMs = 15_000

/** Where the services are, when they are not at their own addresses. */
export type Env = Readonly<Record<string, string | undefined>>

/** A Postgres that answers over Neon's protocol and has pgvector to offer. */
export async function checkDatabase(url: string, env: Env): Promise<string | undefined> {
  if (!/^postgres(?:ql)?:\/\/[^/]+\/./.test(url) || !URL.canParse(url)) {
    return 'That is not the connection string of a Postgres database; it begins with postgresql:// and ends in the name of a database.'
  }
  if (env.NEON_HTTP_URL) neonConfig.fetchEndpoint = env.NEON_HTTP_URL
  try {
    const sql = neon(url, { fetchOptions: { signal: AbortSignal.timeout(timeoutMs) } })
    const [row] =
      await sql`select exists (select from pg_available_extensions where name = 'vector') as has_vector`
    return row?.has_vector === true
      ? undefined
      : 'The database has no pgvector; make the extension "vector" available in it.'
  } catch (error) {
    return `The database does not answer: ${reasonOf(error)}`
  }
}

const Key = z.object({ data: z.object({ limit_remaining: z.optional(z.nullable(z.number())) }) })

/** A key of OpenRouter that has credit left. */
export async function checkOpenRouter(key: string, env: Env): Promise<string | undefined> {
  const base = env.OPENROUTER_BASE_URL ?? 'https://openrouter.ai/api/v1'
  const reply = await ask(`${base}/key`, { authorization: `Bearer ${key}` })
  if (typeof reply === 'string') return `OpenRouter cannot be reached: ${reply}`
  if (reply.status === 401) return 'OpenRouter does not know this key.'
  const parsed = Key.safeParse(await reply.json().catch(() => undefined))
  if (!reply.ok || !parsed.success) return `OpenRouter answered ${reply.status}.`
  const left = parsed.data.data.limit_remaining
  if (left === undefined || left === null || left > 0) return undefined
  return 'The key has no credit left: raise its limit at openrouter.ai/settings/keys.'
}

const Tree = z.object({ tree: z.array(z.object({ path: z.string() })) })

/** A repository that can be read and has Markdown pages in the content folder. */
export async function checkRepository(
  repository: string,
  { ref, path }: { ref: string; path: string },
  env: Env,
): Promise<string | undefined> {
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) return 'Write the repository as owner/name.'
  const base = env.GITHUB_API_URL ?? 'https://api.github.com'
  const headers = {
    'user-agent': 'marginalia',
    ...(env.GITHUB_TOKEN && { authorization: `Bearer ${env.GITHUB_TOKEN}` }),
  }
  const url = `${base}/repos/${repository}/git/trees/${encodeURIComponent(ref)}?recursive=1`
  const reply = await ask(url, headers)
  if (typeof reply === 'string') return `GitHub cannot be reached: ${reply}`
  if (reply.status === 404) {
    return `GitHub has no repository ${repository} with the branch ${ref} that can be read; a private one needs GITHUB_TOKEN in the environment.`
  }
  const tree = Tree.safeParse(await reply.json().catch(() => undefined))
  if (!reply.ok || !tree.success) return `GitHub answered ${reply.status} for ${repository}.`
  if (tree.data.tree.some((entry) => isPage(entry.path, path))) return undefined
  return `${repository} has no Markdown page under ${path || 'its root'}; name the folder with --content-path.`
}

/** An origin as browsers send it: scheme, host and port, and nothing after them. */
export async function checkOrigin(origin: string): Promise<string | undefined> {
  if (!URL.canParse(origin)) return 'Write the origin of the site, like https://book.example.'
  const { protocol, origin: own } = new URL(origin)
  if (!/^https?:$/.test(protocol)) return 'The origin begins with https://.'
  if (own !== origin) return `An origin has no path and no closing slash: write ${own}.`
  return undefined
}

/** A Qdrant that knows the key. */
export async function checkQdrant(url: string, key: string): Promise<string | undefined> {
  if (!URL.canParse(url)) return 'Write the URL of the cluster, with its port.'
  const reply = await ask(`${url.replace(/\/+$/, '')}/collections`, { 'api-key': key })
  if (typeof reply === 'string') return `Qdrant cannot be reached: ${reply}`
  if (reply.status === 401 || reply.status === 403) return 'Qdrant refuses the key.'
  return reply.ok ? undefined : `Qdrant answered ${reply.status}.`
}

const UpstashError = z.object({ error: z.string() })

/** A Redis at Upstash that takes writes: a key that nobody has is deleted, which leaves nothing behind. */
export async function checkUpstash(url: string, token: string): Promise<string | undefined> {
  if (!URL.canParse(url)) return 'Write the REST URL of the database.'
  const reply = await ask(
    url,
    { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    JSON.stringify(['DEL', 'marginalia:setup']),
  )
  if (typeof reply === 'string') return `Upstash cannot be reached: ${reply}`
  if (reply.status === 401) return 'Upstash refuses the token.'
  if (reply.ok) return undefined
  const said = UpstashError.safeParse(await reply.json().catch(() => undefined)).data?.error ?? ''
  if (/NOPERM|read.?only/i.test(said)) {
    return 'Upstash takes no writes with this token: use the standard one.'
  }
  if (/limit exceeded/i.test(said)) {
    return "Upstash's daily limit is used up: wait for the next day (UTC), or choose another plan."
  }
  return `Upstash answered ${reply.status}: ${said.slice(0, 200) || 'nothing more'}`
}

async function ask(
  url: string,
  headers: Record<string, string>,
  body?: string,
): Promise<Response | string> {
  try {
    return await fetch(url, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { method: 'POST', body }),
    })
  } catch (error) {
    return reasonOf(error)
  }
}

/** The first words of an error; what a service says of itself, never what it was asked with. */
function reasonOf(error: unknown): string {
  if (error instanceof NeonDbError && error.code) return error.message.slice(0, 200)
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof Error && 'code' in cause) return String(cause.code)
  return error instanceof Error ? error.name : 'unknown'
}
