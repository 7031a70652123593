import * as z from 'zod/mini'
import { toHex } from '../text/hex.ts'

// Git keeps a symbolic link as a blob whose bytes are the path it leads to.
const linkMode = '120000'

const Tree = z.object({
  sha: z.string(),
  truncated: z.boolean(),
  tree: z.array(
    z.object({
      path: z.string(),
      mode: z.optional(z.string()),
      type: z.string(),
      sha: z.string(),
      size: z.optional(z.number()),
    }),
  ),
})

const Repository = z.object({ private: z.boolean() })

/** A file of the repository; `sha` is Git's hash of its bytes, `size` is in bytes. */
export interface RepositoryFile {
  path: string
  sha: string
  size: number
}

/** GitHub refused or failed; `status` is its HTTP status. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError'
  readonly status: number
  readonly retryAfterSeconds: number | undefined
  /** Whether it is the number of requests alone that GitHub minds: later the same one succeeds. */
  get isOverQuota(): boolean {
    return [403, 429].includes(this.status) && this.retryAfterSeconds !== undefined
  }
  constructor(status: number, message: string, retryAfterSeconds?: number) {
    super(message)
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export type GitHub = ReturnType<typeof createGitHub>

/** A file at a commit, whose bytes are told by their path there as well as by their hash. */
export interface FileAtCommit {
  path: string
  sha: string
  /** Where the repository is public: its files are then read without a request of the API. */
  commit?: string | undefined
}

interface GitHubOptions {
  apiUrl: string
  /** Where a public repository's files are served, under owner, name, commit and path. */
  rawUrl?: string | undefined
  repository: string
  token?: string | undefined
  timeoutMs: number
}

/** The door to a GitHub repository at one ref. */
export function createGitHub(options: GitHubOptions) {
  // Until then GitHub refuses, and a request that is refused may prolong the wait.
  let spentUntilMs = 0

  async function get(path: string, accept: string): Promise<Response> {
    const waitSeconds = Math.ceil((spentUntilMs - Date.now()) / 1000)
    if (waitSeconds > 0) throw new GitHubError(403, usedUp, waitSeconds)
    const response = await fetch(`${options.apiUrl}/repos/${options.repository}${path}`, {
      headers: {
        accept,
        'user-agent': 'marginalia',
        'x-github-api-version': '2022-11-28',
        ...(options.token && { authorization: `Bearer ${options.token}` }),
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeoutMs),
    })
    if (response.ok) return response
    await response.body?.cancel()
    const error = toError(response, options.repository)
    if (error.isOverQuota) spentUntilMs = Date.now() + (error.retryAfterSeconds ?? 0) * 1000
    throw error
  }

  async function isPrivate(): Promise<boolean> {
    const response = await get('', 'application/vnd.github+json')
    return Repository.parse(await response.json()).private
  }

  async function blob(sha: string): Promise<Uint8Array> {
    const response = await get(`/git/blobs/${sha}`, 'application/vnd.github.raw+json')
    return new Uint8Array(await response.arrayBuffer())
  }

  return {
    /**
     * Every file below a ref or a tree's hash, in one request, or with `isDeep` false what stands in
     * it directly, folders too. `truncated` when GitHub left some out.
     */
    async tree(
      ref: string,
      isDeep = true,
    ): Promise<{ files: RepositoryFile[]; folders: RepositoryFile[]; truncated: boolean }> {
      const path = `/git/trees/${encodeURIComponent(ref)}${isDeep ? '?recursive=1' : ''}`
      const response = await get(path, 'application/vnd.github+json')
      const { tree, truncated } = Tree.parse(await response.json())
      const ofType = (type: string) =>
        tree
          .filter((entry) => entry.type === type && entry.mode !== linkMode)
          .map(({ path, sha, size }) => ({ path, sha, size: size ?? 0 }))
      return { files: ofType('blob'), folders: ofType('tree'), truncated }
    },

    /**
     * The commit that a ref stands for, where the repository is public and its files are served apart
     * from the API; undefined elsewhere.
     */
    async publicCommit(ref: string): Promise<string | undefined> {
      if (!options.rawUrl) return undefined
      // Without a token, GitHub shows public repositories alone.
      if (options.token && (await isPrivate())) return undefined
      const response = await get(
        `/commits/${encodeURIComponent(ref)}`,
        'application/vnd.github.sha',
      )
      const sha = (await response.text()).trim()
      return /^[0-9a-f]{40,64}$/.test(sha) ? sha : undefined
    },

    /** A file's bytes: by its path at a public commit, else through the API by its hash. */
    async file(file: FileAtCommit): Promise<Uint8Array> {
      return (await servedBytes(file, options)) ?? (await blob(file.sha))
    },
  }
}

/** The bytes as they are served to anybody; undefined when they are not those of the hash. */
async function servedBytes(
  { path, sha, commit }: FileAtCommit,
  options: GitHubOptions,
): Promise<Uint8Array | undefined> {
  if (!options.rawUrl || !commit) return undefined
  const place = [options.repository, commit, ...path.split('/').map(encodeURIComponent)]
  const response = await fetch(`${options.rawUrl}/${place.join('/')}`, {
    headers: { 'user-agent': 'marginalia' },
    redirect: 'manual',
    signal: AbortSignal.timeout(options.timeoutMs),
  })
  if (response.status === 429) {
    await response.body?.cancel()
    throw toError(response, options.repository)
  }
  const bytes = new Uint8Array(await response.arrayBuffer())
  return response.ok && (await blobHash(bytes)) === sha ? bytes : undefined
}

/** Git's name for these bytes; a book's repository is one of SHA-1. */
async function blobHash(bytes: Uint8Array): Promise<string> {
  const head = new TextEncoder().encode(`blob ${bytes.length}\0`)
  const whole = new Uint8Array(head.length + bytes.length)
  whole.set(head)
  whole.set(bytes, head.length)
  const digest = await crypto.subtle.digest('SHA-1', whole)
  return toHex(digest)
}

const usedUp = "GitHub's requests of this hour are used up: there are more with a GITHUB_TOKEN"

function toError(response: Response, repository: string): GitHubError {
  const { status } = response
  const isUsedUp = response.headers.get('x-ratelimit-remaining') === '0'
  const reasons: Record<number, string> = {
    401: 'GitHub refused the token: check GITHUB_TOKEN',
    403: isUsedUp ? usedUp : 'GitHub refused access: check GITHUB_TOKEN and its rate limit',
    404: `GitHub has no such repository, ref or file: check CONTENT_REPO (${repository}) and CONTENT_REF`,
    409: `The repository ${repository} is empty`,
    429: 'GitHub asks to slow down',
  }
  return new GitHubError(
    status,
    reasons[status] ?? `GitHub answered ${status}`,
    secondsToWait(response),
  )
}

/** As long as GitHub asks, or until the hour that it counts requests in is over. */
function secondsToWait({ headers }: Response): number | undefined {
  const asked = Number(headers.get('retry-after'))
  if (asked > 0 || headers.get('x-ratelimit-remaining') !== '0') return asked || undefined
  const seconds = Number(headers.get('x-ratelimit-reset')) - Date.now() / 1000
  return seconds > 0 ? Math.ceil(seconds) : undefined
}
