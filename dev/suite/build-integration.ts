import { cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const sources = fileURLToPath(new URL('../../integrations', import.meta.url))

/** The site generators for which there is a package. */
export const integrations = ['docusaurus', 'vitepress', 'starlight'] as const

export type Integration = (typeof integrations)[number]

/** Makes the npm package of an integration in `folder`, as `npm publish` takes it. */
export async function buildIntegration(name: Integration, folder: string): Promise<void> {
  const result = await build({
    absWorkingDir: sources,
    entryPoints: [`${name}/index.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })
  const [file] = result.outputFiles
  if (!file) throw new Error(`esbuild made nothing of the integration ${name}`)
  await rm(folder, { recursive: true, force: true })
  await cp(join(sources, name), folder, {
    recursive: true,
    filter: (path) => !path.endsWith('index.ts'),
  })
  await writeFile(join(folder, 'index.mjs'), file.contents)
  await cp(join(sources, 'widget-options.ts'), join(folder, 'widget-options.d.mts'))
}
