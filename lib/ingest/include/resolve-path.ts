// Where generators keep what pages include, besides the folder of the page itself.
const keptIn = [
  '',
  'snippets/',
  '_includes/',
  'includes/',
  'partials/',
  'markdoc/partials/',
  '_partials/',
]

/**
 * The file that a page means by a path: beside the page where the path says so or where there is one,
 * else from the nearest folder above in which it leads somewhere. `@site/` and `/` begin at the site's
 * root, which need not be the repository's.
 */
export function resolvePath(
  target: string,
  from: string,
  exists: (path: string) => boolean,
): string | undefined {
  const isOfRoot = /^(?:@site\/|@\/|~\/|\/)/.test(target)
  const wanted = decoded(target.replace(/^(?:@site\/|@\/|~\/|\/)+/, ''))
  const folders = foldersAbove(from)
  if (/^\.\.?\//.test(wanted)) {
    const beside = joined(folders[0] ?? '', wanted)
    if (beside !== undefined && exists(beside)) return beside
  }
  for (const folder of isOfRoot ? folders.slice(1).concat(folders.slice(0, 1)) : folders) {
    for (const kept of keptIn) {
      const path = joined(folder, kept + wanted)
      if (path !== undefined && exists(path)) return path
    }
  }
  return undefined
}

/** The folders that hold a file, the nearest first; the last one is the repository's root. */
function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_, index) => `${names.slice(0, names.length - index).join('/')}/`).concat('')
}

/** A path without its dots; undefined where it leads out of the repository. */
function joined(folder: string, path: string): string | undefined {
  const names: string[] = []
  for (const name of `${folder}${path}`.split('/')) {
    if (name === '' || name === '.') continue
    if (name !== '..') names.push(name)
    else if (names.pop() === undefined) return undefined
  }
  return names.join('/')
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // A percent sign that encodes nothing is part of the name.
    return path
  }
}
