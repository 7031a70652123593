import { type Context, Hono } from 'hono'
import type { ServiceEnv } from '../stand-in/service.ts'
import { type GitTree, readGitTree } from './git-tree.ts'
import { createHistory } from './history.ts'
import { createIssues, type Issues, issueRoutes } from './issues.ts'

export interface GithubOptions {
  /** The folder whose files the repository holds, under `prefix`. */
  docs: string
  prefix: string
  /** Like `owner/name`. */
  repository: string
  branch: string
  /** A recursive listing is cut off after this many entries, and says so. */
  truncateAt?: number
  /** Requests an hour without a token; GitHub's own 60 when absent. */
  anonymousQuota?: number
  /** How long the "hour" is in which requests are counted, in seconds. */
  quotaSeconds?: number
  /** Its issues, for whoever looks at them. */
  issues?: Issues
}

/** The token that the stand-in knows. */
export const githubToken = 'dev-github-token'

/** GitHub's REST API for reading a repository, over a folder that is read anew at each request for what it is now. */
export function createGithubApp(options: GithubOptions) {
  const api = '/repos/:owner/:name'
  const blobs = new Map<string, Buffer>()
  const history = createHistory()
  const read = async () => {
    const tree = await readGitTree(options.docs, options.prefix)
    for (const [sha, bytes] of tree.blobs) blobs.set(sha, bytes)
    history.note(tree)
    return tree
  }
  const treeOf = async (ref: string) => {
    const tree = await read()
    return isRef(ref, options.branch, tree) ? tree : undefined
  }
  const quota = createQuota(options)
  return new Hono<ServiceEnv>()
    .get('/raw/:owner/:name/:ref/:path{.+}', async (c) => {
      const { owner, name, ref, path } = c.req.param()
      // A commit that was read stays what it was: the folder is not read again for each of its files.
      const at = history.at(ref) ?? (await treeOf(ref))
      const isHere = `${owner}/${name}` === options.repository
      const bytes = isHere ? at?.fileAt(path) : undefined
      if (!bytes) return c.text('404: Not Found', 404)
      return c.body(new Uint8Array(bytes), 200, { 'content-type': 'text/plain; charset=utf-8' })
    })
    .get('/rate_limit', (c) => {
      const core = quota.look(callerOf(c))
      return refusedToken(c) ?? c.json({ resources: { core }, rate: core })
    })
    .use(async (c, next) => refused(c, options, quota) ?? next())
    .get(api, (c) => tagged(c, { ...repositoryOf(options), default_branch: options.branch }))
    .get(`${api}/commits/:ref{.+}`, async (c) => {
      const tree = await read()
      if (tree.isEmpty) return c.json(problem('Git Repository is empty.', 409), 409)
      if (!isRef(c.req.param('ref'), options.branch, tree)) return missing(c)
      if (c.req.header('accept') === 'application/vnd.github.sha') return c.text(tree.commit)
      return tagged(c, { sha: tree.commit, commit: { tree: { sha: tree.root } } })
    })
    .route(api, commitRoutes({ ...options, read, history }))
    .route(api, issueRoutes(options.issues ?? createIssues(options.repository)))
    .get(`${api}/git/trees/:ref{.+}`, async (c) => {
      const tree = await read()
      if (tree.isEmpty) return c.json(problem('Git Repository is empty.', 409), 409)
      const ref = c.req.param('ref')
      const at = isRef(ref, options.branch, tree) ? tree : (history.at(ref) ?? tree)
      const sha = at === tree && !isRef(ref, options.branch, tree) ? ref : at.root
      const listing = at.list(sha, c.req.query('recursive') !== undefined)
      if (listing === undefined) return missing(c)
      const { truncateAt } = options
      const truncated =
        c.req.query('recursive') !== undefined && listing.length > (truncateAt ?? 100_000)
      return tagged(c, { sha, tree: truncated ? listing.slice(0, truncateAt) : listing, truncated })
    })
    .get(`${api}/git/blobs/:sha`, async (c) => {
      const sha = c.req.param('sha')
      const bytes = blobs.get(sha) ?? (await read()).blobs.get(sha)
      if (bytes === undefined) return missing(c)
      if (c.req.header('accept')?.includes('raw')) {
        return c.body(new Uint8Array(bytes), 200, {
          'content-type': 'application/vnd.github.raw+json; charset=utf-8',
        })
      }
      const content = bytes.toString('base64').replace(/.{1,60}/g, '$&\n')
      return tagged(c, { sha, size: bytes.length, encoding: 'base64', content })
    })
    .notFound(missing)
}

interface CommitSource {
  branch: string
  read: () => Promise<GitTree>
  history: ReturnType<typeof createHistory>
}

/** The commits of a branch, the latest first, and how two of them compare. */
function commitRoutes({ branch, read, history }: CommitSource) {
  const shaOf = (ref: string, tree: GitTree) => (isRef(ref, branch, tree) ? tree.commit : ref)
  return new Hono<ServiceEnv>()
    .get('/commits', async (c) => {
      const tree = await read()
      if (tree.isEmpty) return c.json(problem('Git Repository is empty.', 409), 409)
      const commits = history.before(shaOf(c.req.query('sha') ?? branch, tree))
      if (commits === undefined) return missing(c)
      return tagged(c, commits.slice(0, Number(c.req.query('per_page') ?? 30)))
    })
    .get('/compare/:basehead{.+}', async (c) => {
      const tree = await read()
      const [base = '', head = ''] = c.req.param('basehead').split('...')
      const compared = history.compare(shaOf(base, tree), shaOf(head, tree))
      return compared ? tagged(c, compared) : missing(c)
    })
}

/** GitHub's reply while the fault switch asks for an error. */
export function githubRefusal(status: 429 | 500): Response {
  const message = status === 429 ? 'API rate limit exceeded for 127.0.0.1.' : 'Server Error'
  return Response.json(problem(message, status), { status, headers: rateLimit(0) })
}

/** Counts requests as GitHub does: 60 an hour for an address, 5,000 with a token. */
function createQuota({ anonymousQuota = 60, quotaSeconds = 3600 }: GithubOptions) {
  const limits = { anonymous: anonymousQuota, token: 5000 }
  const used = { anonymous: 0, token: 0 }
  let resetsAt = 0
  const beginAnew = () => {
    const now = Date.now() / 1000
    if (now < resetsAt) return
    resetsAt = Math.ceil(now + quotaSeconds)
    used.anonymous = 0
    used.token = 0
  }
  return {
    /** What is left, which looking at it does not lessen. */
    look(caller: 'anonymous' | 'token') {
      beginAnew()
      const limit = limits[caller]
      return { limit, used: used[caller], remaining: limit - used[caller], reset: resetsAt }
    },
    take(caller: 'anonymous' | 'token') {
      beginAnew()
      const limit = limits[caller]
      const isSpent = used[caller] >= limit
      if (!isSpent) used[caller] += 1
      return { isSpent, limit, remaining: limit - used[caller], resetsAt }
    },
  }
}

type Quota = ReturnType<typeof createQuota>

function refused(c: Context, { repository }: GithubOptions, quota: Quota): Response | undefined {
  const { isSpent, limit, remaining, resetsAt } = quota.take(callerOf(c))
  for (const [name, value] of Object.entries(rateLimit(remaining, limit, resetsAt))) {
    c.header(name, value)
  }
  if (isSpent) return c.json(problem('API rate limit exceeded for 127.0.0.1.', 403), 403)
  if (!c.req.header('user-agent')) {
    const text =
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header'
    return c.text(
      `${text} (https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required).`,
      403,
    )
  }
  return refusedToken(c) ?? (isUnder(c.req.path, `/repos/${repository}`) ? undefined : missing(c))
}

const callerOf = (c: Context) =>
  c.req.header('authorization') === undefined ? 'anonymous' : 'token'

function refusedToken(c: Context): Response | undefined {
  const authorization = c.req.header('authorization')
  if (authorization === undefined) return undefined
  if (authorization.replace(/^(bearer|token) /i, '') === githubToken) return undefined
  return c.json(problem('Bad credentials', 401), 401)
}

const isUnder = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)

const repositoryOf = ({ repository }: GithubOptions) => ({
  full_name: repository,
  name: repository.split('/')[1],
  private: false,
})

function isRef(ref: string, branch: string, tree: GitTree): boolean {
  return [branch, `heads/${branch}`, `refs/heads/${branch}`, 'HEAD', tree.commit].includes(ref)
}

async function tagged(c: Context, body: object): Promise<Response> {
  const text = JSON.stringify(body)
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  const etag = `W/"${Buffer.from(digest).toString('hex')}"`
  c.header('etag', etag)
  if (c.req.header('if-none-match') === etag) return c.body(null, 304)
  return c.body(text, 200, { 'content-type': 'application/json; charset=utf-8' })
}

const missing = (c: Context) => c.json(problem('Not Found', 404), 404)

const problem = (message: string, status: number) => ({
  message,
  documentation_url: 'https://docs.github.com/rest',
  status: `${status}`,
})

const rateLimit = (
  remaining: number,
  limit = 5000,
  resetsAt = Math.ceil(Date.now() / 1000) + 3600,
) => ({
  'x-ratelimit-limit': `${limit}`,
  'x-ratelimit-remaining': `${remaining}`,
  'x-ratelimit-reset': `${resetsAt}`,
})
