import * as z from 'zod/mini'

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
  constructor(status: number, message: string, retryAfterSeconds?: number) {
    super(message)
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export type GitHub = ReturnType<typeof createGitHub>

/** The door to a GitHub repository at one ref. */
export function createGitHub(options: {
  apiUrl: string
  repository: string
  token?: string | undefined
  timeoutMs: number
}) {
  async function get(path: string, accept: string): Promise<Response> {
    const response = await fetch(`${options.apiUrl}/repos/${options.repository}${path}`, {
      headers: {
        accept,
        'user-agent': 'marginalia',
        'x-github-api-version': '2022-11-28',
        ...(options.token && { authorization: `Bearer ${options.token}` }),
      },
      signal: AbortSignal.timeout(options.timeoutMs),
    })
    if (response.ok) return response
    await response.body?.cancel()
    throw refusal(response, options.repository)
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

    /** A file's bytes by its hash. */
    async blob(sha: string): Promise<Uint8Array> {
      const response = await get(`/git/blobs/${sha}`, 'application/vnd.github.raw+json')
      return new Uint8Array(await response.arrayBuffer())
    },
  }
}

function refusal(response: Response, repository: string): GitHubError {
  const { status } = response
  const isUsedUp = response.headers.get('x-ratelimit-remaining') === '0'
  const reasons: Record<number, string> = {
    401: 'GitHub refused the token: check GITHUB_TOKEN',
    403: isUsedUp
      ? "GitHub's requests of this hour are used up: there are more with a GITHUB_TOKEN"
      : 'GitHub refused access: check GITHUB_TOKEN and its rate limit',
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
