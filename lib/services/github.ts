import { createGitHub, type GitHub } from '../clients/github.ts'
import type { Settings } from '../env.ts'
import { watch } from '../upstream/watch.ts'
import { noting } from './upstreams.ts'

/** The door to a repository. */
export function githubFor(
  settings: Settings,
  repository: string,
  timeoutMs = settings.TIMEOUT_INGESTION_MS,
): GitHub {
  const door = createGitHub({
    apiUrl: settings.GITHUB_API_URL,
    rawUrl: rawUrlOf(settings),
    repository,
    token: settings.GITHUB_TOKEN,
    timeoutMs,
  })
  return watch(door, noting(settings, 'github'))
}

/** github.com serves public files at a host of its own; a GitHub Enterprise has another, or none. */
function rawUrlOf({ GITHUB_API_URL, GITHUB_RAW_URL }: Settings): string | undefined {
  if (GITHUB_RAW_URL !== undefined) return GITHUB_RAW_URL || undefined
  return GITHUB_API_URL === 'https://api.github.com'
    ? 'https://raw.githubusercontent.com'
    : undefined
}
