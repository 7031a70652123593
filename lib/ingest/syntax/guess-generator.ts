import type { Generator } from '../../content-sources.ts'

// By a file that only this generator has, the surest first.
const signs: readonly (readonly [RegExp, Generator])[] = [
  [/(?:^|\/)docusaurus\.config\.[cm]?[jt]s$/, 'docusaurus'],
  [/(?:^|\/)\.(?:vitepress|vuepress)\//, 'vitepress'],
  [/(?:^|\/)mkdocs\.ya?ml$/, 'mkdocs'],
  [/(?:^|\/)book\.toml$/, 'mdbook'],
  [/(?:^|\/)(?:mint|docs)\.json$/, 'mintlify'],
  [/(?:^|\/)\.gitbook\.yaml$|(?:^|\/)\.gitbook\//, 'gitbook'],
  [/(?:^|\/)src\/content\/docs\//, 'starlight'],
  [/(?:^|\/)theme\.config\.[jt]sx?$|(?:^|\/)_meta\.(?:global\.)?(?:json|[jt]sx?)$/, 'nextra'],
  [/(?:^|\/)(?:markdoc\.config\.m?[jt]s|markdoc\/(?:nodes|tags)\b)/, 'markdoc'],
  [/(?:^|\/)_toctree\.ya?ml$/, 'hugging-face'],
  [/(?:^|\/)(?:myst|_toc)\.ya?ml$/, 'jupyter-book'],
  [/(?:^|\/)(?:hugo\.(?:toml|ya?ml|json)|archetypes\/default\.md)$/, 'hugo'],
  [/(?:^|\/)\.obsidian\//, 'obsidian'],
  [/(?:^|\/)(?:d2lbook|d2l\/__init__\.py)/, 'd2l'],
  [/(?:^|\/)conf\.py$/, 'sphinx'],
  [/(?:^|\/)SUMMARY\.md$/, 'gitbook'],
]

/**
 * The generator of a repository's site, guessed from the names of its files. Where several sites have
 * theirs, the one nearest to the content folder counts.
 */
export function guessGenerator(paths: readonly string[], contentPath = ''): Generator | undefined {
  let best: { generator: Generator; distance: number; rank: number } | undefined
  for (const path of paths) {
    const rank = signs.findIndex(([sign]) => sign.test(path))
    const generator = signs[rank]?.[1]
    if (generator === undefined) continue
    const distance = distanceOf(path, contentPath)
    if (best && (distance > best.distance || (distance === best.distance && rank >= best.rank)))
      continue
    best = { generator, distance, rank }
  }
  return best?.generator
}

/** How many folders lie between a file and the content folder. */
function distanceOf(path: string, contentPath: string): number {
  const from = path.split('/').slice(0, -1)
  const to = contentPath.split('/').filter((name) => name !== '' && name !== '.')
  let shared = 0
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared += 1
  return from.length - shared + (to.length - shared)
}
