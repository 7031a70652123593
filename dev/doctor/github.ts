import * as z from 'zod/mini'
import { checkRepository } from '../setup/checks.ts'
import { type Finding, fault, look, type OwnSettings, ok, unseen } from './finding.ts'

const timeoutMs = 15_000
/** What a run takes of the API where files are read without it. */
const requestsOfARun = 2

const RateLimit = z.object({
  resources: z.object({
    core: z.object({ limit: z.int(), remaining: z.int(), reset: z.number() }),
  }),
})

/** The repository's pages, and what is left of this hour's requests, which asking does not count. */
export async function examineGitHub(settings: OwnSettings): Promise<Finding[]> {
  const repository = settings.CONTENT_REPO
  if (!repository) return [unseen('GitHub', 'CONTENT_REPO is not at hand')]
  const { CONTENT_REF: ref = 'main', CONTENT_PATH: path = 'docs' } = settings
  const quota = await look('GitHub quota', 'Check GITHUB_TOKEN.', () => examineQuota(settings))
  if (quota.some(({ state }) => state === 'fault')) return quota
  const wrong = await checkRepository(repository, { ref, path }, settings)
  return [
    ...quota,
    wrong ? fault('repository', wrong) : ok('repository', `${repository} has Markdown in ${path}`),
  ]
}

async function examineQuota(settings: OwnSettings): Promise<Finding[]> {
  const token = settings.GITHUB_TOKEN
  const response = await fetch(
    `${settings.GITHUB_API_URL ?? 'https://api.github.com'}/rate_limit`,
    {
      headers: { 'user-agent': 'marginalia', ...(token && { authorization: `Bearer ${token}` }) },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    },
  )
  if (response.status === 401) {
    return [fault('GitHub quota', 'GitHub does not know GITHUB_TOKEN: make a new one.')]
  }
  if (!response.ok) return [unseen('GitHub quota', `GitHub answered ${response.status}`)]
  const { limit, remaining, reset } = RateLimit.parse(await response.json()).resources.core
  const until = new Date(reset * 1000).toISOString().slice(11, 16)
  const whose = token ? 'with the token' : 'from this address, without a token'
  return [
    remaining >= requestsOfARun
      ? ok('GitHub quota', `${remaining} of ${limit} requests left ${whose}`)
      : fault(
          'GitHub quota',
          `${remaining} of ${limit} requests left ${whose}: wait until ${until} UTC, or set GITHUB_TOKEN.`,
        ),
  ]
}
