import * as z from 'zod/mini'
import { type Neon, NoRow, sql } from '../../clients/neon.ts'
import { GitHubError } from '../../clients/wire/github-door.ts'
import { type DraftDeps, draftGaps } from './draft-gaps.ts'
import { type IssueDeps, keepIssue } from './gap-issues.ts'
import { missed } from './missed-questions.ts'

/** What is done for gaps once all has been asked again: a draft of what is missing, and their issues. */
export const GapCareMessage = z.strictObject({
  kind: z.literal('gap-care'),
  run_id: z.int(),
  step: z.enum(['drafts', 'issues']),
  /** How many drafts may still be asked for. */
  left: z.int(),
  /** How often it has waited for GitHub. */
  waits: z.optional(z.int()),
})

export type GapCareMessage = z.infer<typeof GapCareMessage>

// A draft is three requests, an issue up to five: they fit into an invocation of Workers Free.
const draftsAtOnce = 5
const issuesAtOnce = 6
const mostWaits = 12
const longestWaitSeconds = 3600

export interface GapCareDeps extends DraftDeps {
  neon: Neon
  /** Undefined where no issue is kept. */
  issues: IssueDeps | undefined
  /** How often a gap must have been asked for to be given an issue; 0 gives none unasked. */
  issuesFrom: number
  send: (message: GapCareMessage, delaySeconds?: number) => Promise<unknown>
}

/** Does one step and hands the next one on. */
export async function careForGaps(message: GapCareMessage, deps: GapCareDeps): Promise<void> {
  if (message.step === 'drafts') {
    const most = Math.min(draftsAtOnce, message.left)
    const tried = most > 0 ? await draftGaps(most, deps) : 0
    const isMore = tried === most && message.left > tried
    const next = isMore ? { left: message.left - tried } : { step: 'issues' as const, left: 0 }
    if (isMore || deps.issues) await deps.send({ ...message, ...next })
    return
  }
  if (deps.issues) await keepIssues(message, deps.issues, deps)
}

const Due = z.object({ gap_id: z.string(), opens: z.boolean() })

async function keepIssues(
  message: GapCareMessage,
  issues: IssueDeps,
  deps: GapCareDeps,
): Promise<void> {
  const due = await deps.neon.run(dueIssues(message.run_id, deps.issuesFrom))
  for (const { gap_id, opens } of due) {
    try {
      await keepIssue(gap_id, opens, issues)
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error
      if (error.isOverQuota) return void (await wait(message, error, deps))
      await noteTrouble(gap_id, error.message, deps.neon)
      // A gap's own issue may be gone; what is refused to all is not tried with all.
      if (opens || [401, 403].includes(error.status)) return
    }
    await deps.neon.run(sql(NoRow)`
      update gaps set issue_in_run = ${message.run_id} where gap_id = ${gap_id}`)
  }
  if (due.length === issuesAtOnce) await deps.send(message)
}

/** GitHub says when it takes more. */
async function wait(message: GapCareMessage, error: GitHubError, { send }: GapCareDeps) {
  const waits = (message.waits ?? 0) + 1
  if (waits > mostWaits) return
  await send({ ...message, waits }, Math.min(longestWaitSeconds, error.retryAfterSeconds ?? 60))
}

/** Notes why a gap's issue is not as it should be. */
export const noteTrouble = (gapId: string, reason: string, neon: Neon) =>
  neon.run(sql(NoRow)`update gaps set issue_trouble = ${reason} where gap_id = ${gapId}`)

/** Gaps whose issue may be another after this run, and those that are asked for so often that they get one. */
const dueIssues = (runId: number, from: number) => sql(Due)`
  select g.gap_id::text, g.issue is null as opens from gaps g
  where coalesce(g.issue_in_run, 0) < ${runId} and (
    (g.issue is not null and (g.status = 'open' or g.issue ->> 'state' = 'open'))
    or (g.issue is null and g.status = 'open' and ${from}::int > 0 and (
      select count(*) from (${missed}) m join gap_wordings w using (wording)
      where w.gap_id = g.gap_id) >= ${from}::int))
  order by g.status = 'open', g.opened_at, g.gap_id limit ${issuesAtOnce}`
