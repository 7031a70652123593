import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildPublicFolder } from '../../dev/site/build-site.ts'
import { buildWorkers, bundledWorkers, bundleName } from '../../dev/suite/build-worker.ts'
import { prepareSchemaArchive } from './schema-archive.ts'

/** Builds what the suite serves and the Workers once for all files; a watching run builds as it goes. */
export default async function setup({ config }: TestProject) {
  await buildPublicFolder()
  if (config.watch) return
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-workers-'))
  const names = await readdir(new URL('../../functions', import.meta.url))
  const mains = names.flatMap((name) => (name.endsWith('.ts') ? `functions/${name}` : []))
  const [bundles] = await Promise.all([buildWorkers(mains), prepareSchemaArchive()])
  await Promise.all(
    mains.map((main, index) => writeFile(join(folder, bundleName(main)), bundles[index] ?? '')),
  )
  process.env[bundledWorkers] = folder
  return () => rm(folder, { recursive: true, force: true })
}
