import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'

const sources = fileURLToPath(new URL('../../packages/client', import.meta.url))

/** Makes the npm package of the client in `folder`, as `npm publish` takes it, but for `openapi.d.mts`. */
export async function buildClient(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const name of ['package.json', 'index.d.mts', 'webhooks.d.mts'])
    await cp(join(sources, name), join(folder, name))
  for (const name of ['index', 'webhooks']) {
    const { outputFiles } = await build({
      entryPoints: [join(sources, 'src', `${name}.ts`)],
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      logLevel: 'error',
    })
    await writeFile(join(folder, `${name}.mjs`), outputFiles[0]?.contents ?? '')
  }
}

const generator = fileURLToPath(
  new URL('../../test/openapi-types/node_modules/openapi-typescript/bin/cli.js', import.meta.url),
)

/** Adds the types of an OpenAPI document, which the package's own rest on. */
export async function addOpenApiTypes(folder: string, document: string): Promise<void> {
  if (!existsSync(generator))
    throw new Error('The types need openapi-typescript: npm ci --prefix test/openapi-types')
  const source = join(folder, 'openapi.json')
  await writeFile(source, document)
  // What has a default may be left out of a request.
  const options = ['--default-non-nullable', 'false', '-o', join(folder, 'openapi.d.mts')]
  await promisify(execFile)(process.execPath, [generator, source, ...options])
  await rm(source)
}
