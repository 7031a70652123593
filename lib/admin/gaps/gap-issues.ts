import * as z from 'zod/mini'
import type { GitHubIssues, Issue, IssueText } from '../../clients/github-issues.ts'
import { type Neon, NoRow, sql } from '../../clients/neon.ts'
import { toJsonb } from '../../webhooks/record.ts'
import { type KeptIssue, readGap } from './gap-list.ts'
import { toClosingText, toIssueText } from './issue-text.ts'
import { wordingsOf } from './missed-questions.ts'

// Longer than a request to GitHub may take.
const claimLasts = '2 minutes'

export interface IssueDeps {
  neon: Neon
  /** The repository that issues are opened in, and its issues. */
  repository: string
  issues: GitHubIssues
  /** Where the desk is, for a link. */
  deskUrl?: string | undefined
  /** A hash of a text. */
  hash: (text: string) => Promise<string>
}

/** What came of bringing a gap's issue to where the gap is. */
export type IssueOutcome = 'opened' | 'changed' | 'closed' | 'unchanged' | 'being opened'

const Claimed = z.object({ was_tried: z.boolean(), opened_at: z.date() })

/**
 * Brings the one issue of a gap to where the gap is: opens it where it has none and `opens` says so,
 * changes what it says, closes it with the proof, opens it again. Throws what GitHub refuses.
 */
export async function keepIssue(
  gapId: string,
  opens: boolean,
  deps: IssueDeps,
): Promise<IssueOutcome> {
  const gap = await readGap(gapId, deps.neon)
  const rows = await deps.neon.run(wordingsOf(gapId))
  const text = toIssueText(
    gap,
    rows.map(({ question }) => question),
    deps.deskUrl,
  )
  const said = await deps.hash(`${text.title}\n${text.body}`)
  if (!gap.issue) {
    if (!opens || gap.status !== 'open') return 'unchanged'
    return await openIssue(gapId, text, said, deps)
  }
  const { number, state, said: before, repository } = gap.issue
  // What an owner has closed by hand stays closed, and what was closed by us opens with its gap.
  const closes = gap.status !== 'open' && state === 'open'
  const reopens = gap.status === 'open' && state === 'closed'
  if (repository !== deps.repository || (!closes && !reopens && before === said)) return 'unchanged'
  if (closes && gap.proof) await deps.issues.comment(number, toClosingText(gap))
  const issue = await deps.issues.change(number, {
    ...text,
    ...(closes && { state: 'closed', state_reason: gap.proof ? 'completed' : 'not_planned' }),
    ...(reopens && { state: 'open' }),
  })
  await keep(gapId, issue, said, gap.status === 'open' ? 'open' : 'closed', deps)
  return closes ? 'closed' : 'changed'
}

/** Whoever claims the gap opens its issue; where an earlier attempt got lost, what it has opened is taken. */
async function openIssue(
  gapId: string,
  text: IssueText,
  said: string,
  deps: IssueDeps,
): Promise<IssueOutcome> {
  const [claimed] = await deps.neon.run(sql(Claimed)`
    with before as (
      select gap_id, issue_claimed_at is not null as was_tried from gaps where gap_id = ${gapId} for update
    )
    update gaps g set issue_claimed_at = now() from before
    where g.gap_id = before.gap_id and g.issue is null and (g.issue_claimed_at is null
      or g.issue_claimed_at < now() - ${claimLasts}::interval)
    returning before.was_tried, g.opened_at`)
  if (!claimed) return 'being opened'
  try {
    const lost = claimed.was_tried
      ? await deps.issues.find(`marginalia-gap:${gapId}`, claimed.opened_at.toISOString())
      : undefined
    const issue = lost ?? (await deps.issues.open(text))
    await keep(gapId, issue, said, 'open', deps)
    return 'opened'
  } catch (error) {
    // Nothing was opened: whoever comes next need not wait.
    if (isRefusal(error))
      await deps.neon.run(
        sql(NoRow)`update gaps set issue_claimed_at = null where gap_id = ${gapId}`,
      )
    throw error
  }
}

/** What GitHub has answered with a refusal it has not done. */
const isRefusal = (error: unknown) =>
  error instanceof Error && 'status' in error && Number(error.status) < 500

/** `state` is what we have made of it: what an owner closes by hand is left as it is. */
const keep = (
  gapId: string,
  { number, url }: Issue,
  said: string,
  state: 'open' | 'closed',
  { neon, repository }: IssueDeps,
) => {
  const issue: z.infer<typeof KeptIssue> = { repository, number, url, state, said }
  return neon.run(sql(NoRow)`
    update gaps set issue = ${toJsonb(issue)}::jsonb, issue_claimed_at = null, issue_trouble = null
    where gap_id = ${gapId}`)
}
