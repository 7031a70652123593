import * as z from 'zod/mini'
import { jsonOrUndefined } from '../../text/json.ts'

/** GitHub refused or failed; `status` is its HTTP status. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError'
  readonly status: number
  /** What GitHub says itself; empty where it says nothing. */
  readonly words: string
  readonly retryAfterSeconds: number | undefined
  /** Whether it is the number of requests alone that GitHub minds: later the same one succeeds. */
  get isOverQuota(): boolean {
    return [403, 429].includes(this.status) && this.retryAfterSeconds !== undefined
  }
  constructor(status: number, message: string, retryAfterSeconds?: number, words = '') {
    super(message)
    this.words = words
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** A repository, and where GitHub's API is. */
export interface GitHubPlace {
  apiUrl: string
  repository: string
  token?: string | undefined
  timeoutMs: number
}

/** Sends requests about one repository; what is no success is a GitHubError. */
export function createGitHubDoor({ apiUrl, repository, token, timeoutMs }: GitHubPlace) {
  // Until then GitHub refuses, and a request that is refused may prolong the wait.
  let spentUntilMs = 0
  return {
    async send(path: string, init: { method?: string; body?: string; headers: HeadersInit }) {
      const waitSeconds = Math.ceil((spentUntilMs - Date.now()) / 1000)
      if (waitSeconds > 0) throw new GitHubError(403, usedUp, waitSeconds)
      const headers = new Headers(init.headers)
      headers.set('user-agent', 'marginalia')
      headers.set('x-github-api-version', '2022-11-28')
      if (token) headers.set('authorization', `Bearer ${token}`)
      const response = await fetch(`${apiUrl}/repos/${repository}${path}`, {
        ...init,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      })
      if (response.ok) return response
      const error = toGitHubError(response, repository, await wordsOf(response))
      if (error.isOverQuota) spentUntilMs = Date.now() + (error.retryAfterSeconds ?? 0) * 1000
      throw error
    },
  }
}

const usedUp = "GitHub's requests of this hour are used up: there are more with a GITHUB_TOKEN"

const longestWords = 300
const longestErrorBody = 20_000
// What GitHub asks for where it names no time.
const secondaryWaitSeconds = 60

/** What GitHub says of a refusal, in its own words. */
async function wordsOf(response: Response): Promise<string> {
  const text = await response.text().catch(() => '')
  const told = ErrorBody.safeParse(jsonOrUndefined(text.slice(0, longestErrorBody)))
  return told.success ? told.data.message.slice(0, longestWords) : ''
}

const ErrorBody = z.object({ message: z.string() })

/** Why GitHub refused, and what to do. */
export function toGitHubError(response: Response, repository: string, words = ''): GitHubError {
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
    secondsToWait(response) ?? (isSecondary(words) ? secondaryWaitSeconds : undefined),
    words,
  )
}

const isSecondary = (words: string) => /secondary rate limit/i.test(words)

/** As long as GitHub asks, or until the hour that it counts requests in is over. */
function secondsToWait({ headers }: Response): number | undefined {
  const asked = Number(headers.get('retry-after'))
  if (asked > 0 || headers.get('x-ratelimit-remaining') !== '0') return asked || undefined
  const seconds = Number(headers.get('x-ratelimit-reset')) - Date.now() / 1000
  return seconds > 0 ? Math.ceil(seconds) : undefined
}
