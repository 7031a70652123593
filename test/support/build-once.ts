import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildPublicFolder } from '../../dev/site/build-site.ts'
import { folderOfFunctions, writeTexts } from '../../dev/suite/asset-texts.ts'
import { buildWorker, bundledWorkers, bundleName, sourceOf } from '../../dev/suite/build-worker.ts'
import { functionNames, readWorkerConfig } from '../../dev/suite/worker-config.ts'
import { prepareSchemaArchive } from './schema-archive.ts'

/** Builds what the suite serves and the Workers once for all files; a watching run builds as it goes. */
export default async function setup({ config }: TestProject) {
  await Promise.all([buildPublicFolder(), writeTexts(folderOfFunctions)])
  if (config.watch) return
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-workers-'))
  const workers = await Promise.all(
    [undefined, ...functionNames].map((name) => readWorkerConfig(name)),
  )
  const build = async ({ main }: { main: string }) => {
    const source = sourceOf(main)
    await writeFile(join(folder, bundleName(source)), await buildWorker(source))
  }
  await Promise.all([...workers.map(build), prepareSchemaArchive()])
  process.env[bundledWorkers] = folder
  return () => rm(folder, { recursive: true, force: true })
}
