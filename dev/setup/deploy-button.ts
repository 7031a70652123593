/** The address of a repository at GitHub or GitLab in a browser, from what `git remote` says of it. */
export function browserAddress(remote: string): string | undefined {
  const found =
    /^(?:https:\/\/(?:[^@/]+@)?|ssh:\/\/git@|git@)(github\.com|gitlab\.com)[:/](.+?)\/?$/.exec(
      remote.trim(),
    )
  const path = found?.[2]?.replace(/\.git$/, '')
  return path && /^[\w.-]+(?:\/[\w.-]+)+$/.test(path) ? `https://${found?.[1]}/${path}` : undefined
}

/**
 * Cloudflare's button for a repository, as Markdown. It copies a public repository at GitHub or
 * GitLab: https://developers.cloudflare.com/workers/platform/deploy-buttons/.
 */
export const deployButton = (address: string): string =>
  `[![Deploy to Cloudflare](https://deploy.workers.cloudflare.com/button)](https://deploy.workers.cloudflare.com/?url=${address})`
