import type { GitHub, RepositoryFile } from '../../clients/github.ts'
import { RunError } from '../ledger/run-error.ts'

const maxRequests = 500

/**
 * Every file of the repository at a ref: one request, unless GitHub says that it left some out.
 * Then the content folder alone is walked, each part of it in one request where it is small enough.
 */
export async function listSource(
  github: Pick<GitHub, 'tree'>,
  ref: string,
  contentPath: string,
): Promise<RepositoryFile[]> {
  const all = await github.tree(ref)
  if (!all.truncated) return all.files
  let requests = 0
  const tree = async (sha: string, isDeep: boolean) => {
    requests += 1
    if (requests > maxRequests) throw tooLarge()
    return await github.tree(sha, isDeep)
  }
  const directly = async (sha: string) => {
    const listing = await tree(sha, false)
    // Pages that GitHub left out here would be taken for gone.
    if (listing.truncated) throw tooLarge()
    return listing
  }

  const walk = async (sha: string, path: string): Promise<RepositoryFile[]> => {
    const deep = await tree(sha, true)
    if (!deep.truncated) return below(path, deep.files)
    const { files, folders } = await directly(sha)
    const found = below(path, files)
    for (const folder of folders) found.push(...(await walk(folder.sha, joined(path, folder.path))))
    return found
  }

  let sha = ref
  const names = contentPath.split('/').filter((name) => name !== '' && name !== '.')
  for (const name of names) {
    const folder = (await directly(sha)).folders.find((one) => one.path === name)
    if (!folder) return []
    sha = folder.sha
  }
  return await walk(sha, names.join('/'))
}

const tooLarge = () => new RunError('The repository is too large to list; narrow CONTENT_PATH')

const joined = (path: string, name: string) => (path ? `${path}/${name}` : name)

const below = (path: string, files: RepositoryFile[]) =>
  files.map((file) => ({ ...file, path: joined(path, file.path) }))
