import * as z from 'zod/mini'
import { toHex } from '../text/hash/hex.ts'
import {
  createGitHubDoor,
  GitHubError,
  type GitHubPlace,
  toGitHubError,
} from './wire/github-door.ts'

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

const sha = z.string().check(z.regex(/^[0-9a-f]{40,64}$/))
const Commit = z.object({
  sha,
  commit: z.object({
    message: z.string(),
    committer: z.nullish(z.object({ date: z.optional(z.iso.datetime({ offset: true })) })),
  }),
})
const Comparison = z.object({ status: z.string(), ahead_by: z.int() })

const longestSubject = 200

/** A commit: when it was made, and the first line of what it says. */
export interface Commit {
  sha: string
  at?: string | undefined
  subject: string
}

/** A file of the repository; `sha` is Git's hash of its bytes, `size` is in bytes. */
export interface RepositoryFile {
  path: string
  sha: string
  size: number
}

export type GitHub = ReturnType<typeof createGitHub>

/** A file at a commit, whose bytes are told by their path there as well as by their hash. */
export interface FileAtCommit {
  path: string
  sha: string
  /** Where the repository is public: its files are then read without a request of the API. */
  commit?: string | undefined
}

interface GitHubOptions extends GitHubPlace {
  /** Where a public repository's files are served, under owner, name, commit and path. */
  rawUrl?: string | undefined
}

/** The door to a GitHub repository at one ref. */
export function createGitHub(options: GitHubOptions) {
  const door = createGitHubDoor(options)
  const get = (path: string, accept: string) => door.send(path, { headers: { accept } })

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

    /** The commit that a ref stands for. */
    async commit(ref: string): Promise<Commit> {
      // The list leaves out the files of a commit, which may be megabytes.
      const path = `/commits?sha=${encodeURIComponent(ref)}&per_page=1`
      const response = await get(path, 'application/vnd.github+json')
      const [head] = z.array(Commit).parse(await response.json())
      if (!head) throw new GitHubError(404, `There is no commit at ${ref}`)
      const { message, committer } = head.commit
      const [subject = ''] = message.split('\n')
      return { sha: head.sha, at: committer?.date, subject: subject.slice(0, longestSubject) }
    },

    /** By how many commits `head` is ahead of `base`; undefined where it no longer descends from it. */
    async commitsBetween(base: string, head: string): Promise<number | undefined> {
      try {
        // The files that changed stand on the first page alone.
        const path = `/compare/${base}...${head}?per_page=1&page=2`
        const response = await get(path, 'application/vnd.github+json')
        const { status, ahead_by } = Comparison.parse(await response.json())
        return ['identical', 'ahead'].includes(status) ? ahead_by : undefined
      } catch (error) {
        if (error instanceof GitHubError && error.status === 404) return undefined
        throw error
      }
    },

    /** Whether the repository's files are served apart from the API, as those of a public one are. */
    async isServed(): Promise<boolean> {
      // Without a token, GitHub shows public repositories alone.
      return Boolean(options.rawUrl) && !(options.token && (await isPrivate()))
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
    throw toGitHubError(response, options.repository)
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
