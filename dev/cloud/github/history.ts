import type { GitTree } from './git-tree.ts'

const mostKept = 200

/**
 * What a folder has been, each state a commit of the time at which it was first seen. Anybody who has
 * read a commit can go on reading it after the folder has changed.
 */
export function createHistory() {
  const kept: { tree: GitTree; at: string }[] = []
  const placeOf = (commit: string) => kept.findLastIndex(({ tree }) => tree.commit === commit)
  return {
    note(tree: GitTree) {
      if (kept.at(-1)?.tree.commit === tree.commit) return
      kept.push({ tree, at: new Date().toISOString() })
      if (kept.length > mostKept) kept.shift()
    },
    at: (commit: string) => kept[placeOf(commit)]?.tree,
    /** The commits up to this one, the latest first, as GitHub lists them; undefined for an unknown one. */
    before(commit: string) {
      const place = placeOf(commit)
      if (place < 0) return undefined
      return kept
        .slice(0, place + 1)
        .toReversed()
        .map(({ tree, at }) => ({
          sha: tree.commit,
          commit: { message: 'The folder as it is\n', committer: { date: at } },
        }))
    },
    /** How two commits stand to each other, as GitHub compares them. */
    compare(base: string, head: string) {
      const [from, to] = [placeOf(base), placeOf(head)]
      if (from < 0 || to < 0) return undefined
      const ahead = Math.max(0, to - from)
      const behind = Math.max(0, from - to)
      const status = ahead > 0 ? 'ahead' : behind > 0 ? 'behind' : 'identical'
      return { status, ahead_by: ahead, behind_by: behind, total_commits: ahead, commits: [] }
    },
  }
}
