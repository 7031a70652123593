import { careForGaps, GapCareMessage, noteTrouble } from '../../admin/gaps/gap-care.ts'
import { type IssueDeps, keepIssue } from '../../admin/gaps/gap-issues.ts'
import type { Gap } from '../../admin/gaps/gap-list.ts'
import { createGitHubIssues } from '../../clients/github-issues.ts'
import { GitHubError } from '../../clients/wire/github-door.ts'
import { sourcesOf } from '../../content-sources.ts'
import type { Settings } from '../../env.ts'
import { Problem } from '../../problem.ts'
import { sha256Hex } from '../../text/hash/sha256.ts'
import { watch } from '../../upstream/watch.ts'
import { newId } from '../doors.ts'
import { neonFor, noting, openRouterFor } from '../upstreams.ts'

/** What follows once gaps were asked again. */
export function gapCareServices(settings: Settings) {
  const deps = {
    neon: neonFor(settings, settings.TIMEOUT_INGESTION_MS),
    newId,
    complete: (messages: Parameters<ReturnType<typeof openRouterFor>['complete']>[0]) =>
      openRouterFor(settings).complete(messages, AbortSignal.timeout(settings.TIMEOUT_MODEL_MS)),
    issues: settings.GITHUB_TOKEN === undefined ? undefined : issueDeps(settings),
    issuesFrom: settings.GAP_ISSUES_FROM,
    send: (message: GapCareMessage, delaySeconds = 0) =>
      settings.INGESTION_QUEUE.send(message, { delaySeconds }),
  }
  return {
    isOf: (body: unknown) => GapCareMessage.safeParse(body).success,
    work: (body: unknown) => careForGaps(GapCareMessage.parse(body), deps),
  }
}

/** A gap's issue, when somebody at the desk asks for it. */
export async function openGapIssue(
  gapId: string,
  settings: Settings,
  read: (gapId: string) => Promise<Gap>,
): Promise<Gap> {
  const deps = issueDeps(settings)
  if (!deps)
    throw new Problem(
      'conflict',
      'There is no repository to open an issue in: set GAP_ISSUES_REPO.',
    )
  if (settings.GITHUB_TOKEN === undefined)
    throw new Problem(
      'conflict',
      `GITHUB_TOKEN is missing: set one that may read and write issues in ${deps.repository}.`,
    )
  try {
    await keepIssue(gapId, true, deps)
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    await noteTrouble(gapId, error.message, deps.neon)
    if (error.isOverQuota || error.status >= 500)
      throw new Problem('unavailable', error.message, { retryAfter: error.retryAfterSeconds ?? 60 })
    throw new Problem('conflict', error.message)
  }
  return await read(gapId)
}

/** Where issues are opened: the repository of the settings, or the first one that pages come from. */
function issueDeps(settings: Settings): IssueDeps | undefined {
  const sources = sourcesOf(settings).filter(({ kind }) => kind === 'github')
  const repository = settings.GAP_ISSUES_REPO ?? sources[0]?.place
  if (repository === undefined) return undefined
  const issues = createGitHubIssues({
    apiUrl: settings.GITHUB_API_URL,
    repository,
    token: settings.GITHUB_TOKEN,
    timeoutMs: settings.TIMEOUT_INGESTION_MS,
  })
  return {
    neon: neonFor(settings, settings.TIMEOUT_INGESTION_MS),
    repository,
    issues: watch(issues, noting(settings, 'github')),
    hash: sha256Hex,
    ...(settings.PUBLIC_URL !== undefined && { deskUrl: settings.PUBLIC_URL.replace(/\/+$/, '') }),
  }
}
