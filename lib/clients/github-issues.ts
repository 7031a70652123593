import * as z from 'zod/mini'
import { createGitHubDoor, GitHubError, type GitHubPlace } from './wire/github-door.ts'

const Issue = z.object({
  number: z.int(),
  html_url: z.url({ protocol: /^https?$/ }),
  state: z.enum(['open', 'closed']),
  body: z.nullish(z.string()),
})

/** An issue as GitHub has it. */
export interface Issue {
  number: number
  url: string
  state: 'open' | 'closed'
}

export interface IssueText {
  title: string
  body: string
}

export type GitHubIssues = ReturnType<typeof createGitHubIssues>

/** The issues of one repository; what GitHub refuses is a GitHubError that says what to do. */
export function createGitHubIssues(place: GitHubPlace) {
  const door = createGitHubDoor(place)
  const headers = { accept: 'application/vnd.github+json', 'content-type': 'application/json' }

  async function send(method: string, path: string, fields?: object): Promise<unknown> {
    try {
      const body = fields && { body: JSON.stringify(fields) }
      return await (await door.send(path, { method, headers, ...body })).json()
    } catch (error) {
      throw error instanceof GitHubError ? explained(error, place) : error
    }
  }

  return {
    open: async (text: IssueText): Promise<Issue> => toIssue(await send('POST', '/issues', text)),

    /** Changes what an issue says, or whether it is open. */
    change: async (
      number: number,
      change: Partial<IssueText> & { state?: 'open' | 'closed'; state_reason?: string },
    ): Promise<Issue> => toIssue(await send('PATCH', `/issues/${number}`, change)),

    async comment(number: number, body: string): Promise<void> {
      await send('POST', `/issues/${number}/comments`, { body })
    },

    /** The issue whose body holds a mark, among the hundred that were changed last since a time. */
    async find(mark: string, since: string): Promise<Issue | undefined> {
      const path = `/issues?state=all&sort=updated&per_page=100&since=${encodeURIComponent(since)}`
      const issues = z.array(Issue).parse(await send('GET', path))
      const found = issues.find(({ body }) => body?.includes(mark))
      return found && toIssue(found)
    },
  }
}

function toIssue(told: unknown): Issue {
  const { number, html_url: url, state } = Issue.parse(told)
  return { number, url, state }
}

/** What stands in the way of an issue, in a sentence for the owner. */
function explained(error: GitHubError, { repository, token }: GitHubPlace): GitHubError {
  const { status, words, retryAfterSeconds } = error
  if (error.isOverQuota)
    return new GitHubError(
      status,
      `GitHub asks to wait before more is written to ${repository}.`,
      retryAfterSeconds,
      words,
    )
  const right = 'give it the right to read and write issues'
  const sentences: Record<number, string> = {
    301: `${repository}, or this issue, has moved: name its new place in GAP_ISSUES_REPO.`,
    401: 'GitHub does not know GITHUB_TOKEN: make a new one.',
    403: `GITHUB_TOKEN may not write issues in ${repository}: ${right}.`,
    404: token
      ? `GitHub shows GITHUB_TOKEN no ${repository}, or not this issue: check GAP_ISSUES_REPO, and ${right}.`
      : `GITHUB_TOKEN is missing: set one, and ${right} in ${repository}.`,
    410: `Issues are switched off in ${repository}, or this one was deleted.`,
    422: `GitHub did not take the issue: ${words || 'it does not say why'}.`,
  }
  return new GitHubError(status, sentences[status] ?? error.message, retryAfterSeconds, words)
}
