import * as z from 'zod/mini'
import type { GitHubIssues, Issue, IssueText } from '../../clients/github-issues.ts'
import { type Neon, NoRow, sql } from '../../clients/neon.ts'
import { toJsonb } from '../../webhooks/record.ts'
import { type GapToKeep, type KeptIssue, readGap } from './gap-list.ts'
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
 * changes what it says, closes it with the proof, opens it again. One at a time does so. Throws what
 * GitHub refuses.
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
  const { issue } = gap
  if (issue ? !isBehind(gap, issue, said, deps) : !opens || gap.status !== 'open') {
    return 'unchanged'
  }
  const claimed = await claim(gapId, issue?.state, deps.neon)
  if (!claimed) return issue ? 'unchanged' : 'being opened'
  try {
    return issue
      ? await changeIssue(gap, issue, text, said, deps)
      : await openIssue(gapId, claimed, text, said, deps)
  } catch (error) {
    // Nothing was opened, and a change can be made again: whoever comes next need not wait.
    if (issue || isRefusal(error)) await release(gapId, deps.neon)
    throw error
  }
}

// What an owner has closed by hand stays closed, and what was closed by us opens with its gap.
const closes = (gap: GapToKeep, { state }: KeptIssue) => gap.status !== 'open' && state === 'open'
const reopens = (gap: GapToKeep, { state }: KeptIssue) =>
  gap.status === 'open' && state === 'closed'

const isBehind = (gap: GapToKeep, issue: KeptIssue, said: string, { repository }: IssueDeps) =>
  issue.repository === repository &&
  (closes(gap, issue) || reopens(gap, issue) || issue.said !== said)

async function changeIssue(
  gap: GapToKeep,
  issue: KeptIssue,
  text: IssueText,
  said: string,
  deps: IssueDeps,
): Promise<IssueOutcome> {
  const isClosed = closes(gap, issue)
  if (isClosed && gap.proof) await deps.issues.comment(issue.number, toClosingText(gap))
  const changed = await deps.issues.change(issue.number, {
    ...text,
    ...(isClosed && { state: 'closed', state_reason: gap.proof ? 'completed' : 'not_planned' }),
    ...(reopens(gap, issue) && { state: 'open' }),
  })
  await keep(gap.gap_id, changed, said, gap.status === 'open' ? 'open' : 'closed', deps)
  return isClosed ? 'closed' : 'changed'
}

/** Opens a gap's issue; where an earlier attempt got lost, what that has opened is taken. */
async function openIssue(
  gapId: string,
  claimed: z.infer<typeof Claimed>,
  text: IssueText,
  said: string,
  deps: IssueDeps,
): Promise<IssueOutcome> {
  const lost = claimed.was_tried
    ? await deps.issues.find(`marginalia-gap:${gapId}`, claimed.opened_at.toISOString())
    : undefined
  await keep(gapId, lost ?? (await deps.issues.open(text)), said, 'open', deps)
  return 'opened'
}

/** Takes a gap while its issue is in the state that was read; undefined where somebody else has it. */
async function claim(gapId: string, state: string | undefined, neon: Neon) {
  const [claimed] = await neon.run(sql(Claimed)`
    with before as (
      select gap_id, issue_claimed_at is not null as was_tried from gaps where gap_id = ${gapId} for update
    )
    update gaps g set issue_claimed_at = now() from before
    where g.gap_id = before.gap_id and g.issue ->> 'state' is not distinct from ${state ?? null}
      and (g.issue_claimed_at is null or g.issue_claimed_at < now() - ${claimLasts}::interval)
    returning before.was_tried, g.opened_at`)
  return claimed
}

const release = (gapId: string, neon: Neon) =>
  neon.run(sql(NoRow)`update gaps set issue_claimed_at = null where gap_id = ${gapId}`)

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
  const issue: KeptIssue = { repository, number, url, state, said }
  return neon.run(sql(NoRow)`
    update gaps set issue = ${toJsonb(issue)}::jsonb, issue_claimed_at = null, issue_trouble = null
    where gap_id = ${gapId}`)
}
