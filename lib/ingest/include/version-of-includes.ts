const separator = '|'

/** A page's version with the files that it includes: it changes when one of them does. */
export function withIncluded(version: string, files: { path: string; sha: string }[]): string {
  return [version, ...files.map(({ path, sha }) => `${sha}=${encodeURIComponent(path)}`)].join(
    separator,
  )
}

/** Whether what is indexed is what the source has now, the files that the page includes among it. */
export function isSameVersion(
  indexed: string | undefined,
  version: string,
  shaOf: (path: string) => string | undefined,
): boolean {
  if (indexed === undefined) return false
  const [own, ...included] = indexed.split(separator)
  if (own !== version) return false
  return included.every((file) => {
    const at = file.indexOf('=')
    return shaOf(decodeURIComponent(file.slice(at + 1))) === file.slice(0, at)
  })
}
