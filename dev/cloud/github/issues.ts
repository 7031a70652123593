import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { ServiceEnv } from '../stand-in/service.ts'

/** What the token may do, and whether the repository takes issues. */
export interface IssueRules {
  /** The right that a fine-grained token has to issues. */
  right: 'write' | 'read' | 'none'
  /** Whether the repository has issues at all. */
  areOn: boolean
  /** Writes that GitHub takes in a row, before its secondary limit asks to wait. */
  mostWrites: number
  /** How long it then asks to wait. */
  waitSeconds: number
}

export interface StoredIssue {
  number: number
  title: string
  body: string
  state: 'open' | 'closed'
  state_reason: string | null
  updated_at: string
  comments: string[]
  /** Who deletes an issue leaves its number behind. */
  isDeleted: boolean
}

const NewIssue = z.object({
  title: z.string().min(1).max(256),
  body: z.string().max(65_536).optional(),
})
const Change = z.object({
  title: z.string().min(1).max(256).optional(),
  body: z.string().max(65_536).optional(),
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.enum(['completed', 'not_planned', 'reopened']).nullable().optional(),
})
const Comment = z.object({ body: z.string().min(1).max(65_536) })

/** The issues of a repository, which a test can look at and change as their owner would. */
export function createIssues(repository: string) {
  const rules: IssueRules = { right: 'write', areOn: true, mostWrites: 500, waitSeconds: 60 }
  const stored: StoredIssue[] = []
  let writes = 0
  return {
    rules,
    stored,
    repository,
    /** Whether one more write is taken. */
    takesWrite() {
      writes += 1
      return writes <= rules.mostWrites
    },
    /** The wait is over. */
    beginAnew() {
      writes = 0
    },
  }
}

export type Issues = ReturnType<typeof createIssues>

/** GitHub's routes of issues, which refuse what GitHub refuses. */
export function issueRoutes(issues: Issues) {
  const { stored, rules } = issues
  return new Hono<ServiceEnv>()
    .use('/issues/*', async (c, next) => refused(c, issues) ?? next())
    .get('/issues', (c) => {
      const since = c.req.query('since') ?? ''
      const listed = stored
        .filter((issue) => !issue.isDeleted && issue.updated_at >= since)
        .filter(({ state }) => ['all', state].includes(c.req.query('state') ?? 'open'))
        .toSorted((a, b) => b.updated_at.localeCompare(a.updated_at))
      return c.json(
        listed.slice(0, Number(c.req.query('per_page') ?? 30)).map((one) => toJson(one, issues)),
      )
    })
    .post('/issues', async (c) => {
      const wanted = NewIssue.safeParse(await c.req.json().catch(() => undefined))
      if (!wanted.success) return unprocessable(c, wanted.error)
      const issue: StoredIssue = {
        ...{ number: stored.length + 1, title: wanted.data.title, body: wanted.data.body ?? '' },
        ...{
          state: 'open',
          state_reason: null,
          updated_at: new Date().toISOString(),
          comments: [],
        },
        isDeleted: false,
      }
      stored.push(issue)
      return c.json(toJson(issue, issues), 201)
    })
    .patch('/issues/:number', async (c) => {
      const issue = stored[Number(c.req.param('number')) - 1]
      if (!issue) return c.json(problem('Not Found', 404), 404)
      if (issue.isDeleted) return c.json(problem('This issue was deleted', 410), 410)
      const change = Change.safeParse(await c.req.json().catch(() => undefined))
      if (!change.success) return unprocessable(c, change.error)
      Object.assign(issue, change.data, { updated_at: new Date().toISOString() })
      return c.json(toJson(issue, issues))
    })
    .post('/issues/:number/comments', async (c) => {
      const issue = stored[Number(c.req.param('number')) - 1]
      if (!issue) return c.json(problem('Not Found', 404), 404)
      if (issue.isDeleted) return c.json(problem('This issue was deleted', 410), 410)
      const comment = Comment.safeParse(await c.req.json().catch(() => undefined))
      if (!comment.success) return unprocessable(c, comment.error)
      issue.comments.push(comment.data.body)
      return c.json({ id: issue.comments.length, body: comment.data.body }, 201)
    })

  function refused(c: Context, { takesWrite }: Issues): Response | undefined {
    const isWrite = c.req.method !== 'GET'
    // What a token may not see is not there for it.
    if (c.req.header('authorization') === undefined && isWrite)
      return c.json(problem('Requires authentication', 401), 401)
    if (rules.right === 'none') return c.json(problem('Not Found', 404), 404)
    if (isWrite && rules.right === 'read')
      return c.json(problem('Resource not accessible by personal access token', 403), 403)
    if (!rules.areOn)
      return c.json(problem('Issues has been disabled in this repository.', 410), 410)
    if (isWrite && !takesWrite()) {
      c.header('retry-after', `${rules.waitSeconds}`)
      const text =
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
      return c.json(problem(text, 403), 403)
    }
    return undefined
  }
}

const toJson = ({ comments, isDeleted: _, ...issue }: StoredIssue, { repository }: Issues) => ({
  ...issue,
  comments: comments.length,
  html_url: `https://github.com/${repository}/issues/${issue.number}`,
})

const unprocessable = (c: Context, error: z.ZodError) =>
  c.json(
    {
      ...problem('Validation Failed', 422),
      errors: error.issues.map(({ path }) => ({
        resource: 'Issue',
        field: path.join('.'),
        code: 'invalid',
      })),
    },
    422,
  )

const problem = (message: string, status: number) => ({
  message,
  documentation_url: 'https://docs.github.com/rest/issues/issues',
  status: `${status}`,
})
