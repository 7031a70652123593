import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

export interface GitEntry {
  path: string
  mode: '100644' | '040000'
  type: 'blob' | 'tree'
  sha: string
  size?: number
}

export type GitTree = Awaited<ReturnType<typeof readGitTree>>

/** Reads a folder as Git would store it under `prefix`: objects named by their true SHA-1. Links are left out. */
export async function readGitTree(folder: string, prefix: string) {
  const blobs = new Map<string, Buffer>()
  const trees = new Map<string, GitEntry[]>()
  const content = await readFolder(folder, blobs, trees)
  const root = prefix
    .split('/')
    .filter((part) => part !== '')
    .reduceRight(
      (inner, part) => (inner.length === 0 ? [] : [treeEntry(part, inner, trees)]),
      content,
    )
  const rootSha = treeSha(root)
  trees.set(rootSha, root)
  let files: Map<string, GitEntry> | undefined
  return {
    blobs,
    root: rootSha,
    commit: gitSha('commit', Buffer.from(`tree ${rootSha}\n\nThe folder as it is\n`)),
    isEmpty: root.length === 0,
    /** The entries of one tree, or of all below it; undefined when there is no such tree. */
    list: (sha: string, recursive: boolean): GitEntry[] | undefined =>
      recursive ? walk(sha, trees) : trees.get(sha),
    /** The bytes of the file at a path. */
    fileAt(path: string): Buffer | undefined {
      files ??= new Map(walk(rootSha, trees)?.map((entry) => [entry.path, entry]))
      return blobs.get(files.get(path)?.sha ?? '')
    },
  }
}

async function readFolder(
  folder: string,
  blobs: Map<string, Buffer>,
  trees: Map<string, GitEntry[]>,
): Promise<GitEntry[]> {
  const entries: GitEntry[] = []
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.name === '.git') continue
    if (entry.isDirectory()) {
      const inner = await readFolder(path, blobs, trees)
      if (inner.length > 0) entries.push(treeEntry(entry.name, inner, trees))
    } else if (entry.isFile()) {
      // A promise for each of a book's files takes ten times as long.
      entries.push(blobEntry(entry.name, readFileSync(path), blobs))
    }
  }
  return entries.sort((a, b) => Buffer.compare(sortKey(a), sortKey(b)))
}

function blobEntry(path: string, bytes: Buffer, blobs: Map<string, Buffer>): GitEntry {
  const sha = gitSha('blob', bytes)
  blobs.set(sha, bytes)
  return { path, mode: '100644', type: 'blob', sha, size: bytes.length }
}

function treeEntry(path: string, inner: GitEntry[], trees: Map<string, GitEntry[]>): GitEntry {
  const sha = treeSha(inner)
  trees.set(sha, inner)
  return { path, mode: '040000', type: 'tree', sha }
}

// Git sorts a folder as if its name ended in a slash.
const sortKey = ({ path, type }: GitEntry) => Buffer.from(type === 'tree' ? `${path}/` : path)

function treeSha(entries: GitEntry[]): string {
  const lines = entries.map(({ mode, path, sha }) =>
    // Git writes a tree's mode without the leading zero.
    Buffer.concat([Buffer.from(`${Number(mode)} ${path}\0`), Buffer.from(sha, 'hex')]),
  )
  return gitSha('tree', Buffer.concat(lines))
}

function gitSha(type: string, content: Buffer): string {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex')
}

function walk(sha: string, trees: Map<string, GitEntry[]>): GitEntry[] | undefined {
  return trees.get(sha)?.flatMap((entry) => {
    if (entry.type === 'blob') return [entry]
    const inner = walk(entry.sha, trees) ?? []
    return [entry, ...inner.map((below) => ({ ...below, path: `${entry.path}/${below.path}` }))]
  })
}
