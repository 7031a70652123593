import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, stop } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Names a folder of Workers that are bundled already: the tests bundle each once for all their files. */
export const bundledWorkers = 'MARGINALIA_BUNDLED_WORKERS'

/** Bundles a Worker in memory as wrangler would: for workerd, with Node's modules left to it. */
export async function buildWorker(main: string): Promise<string> {
  const folder = process.env[bundledWorkers]
  if (folder !== undefined) return await readFile(join(folder, bundleName(main)), 'utf8')
  const [text = ''] = await buildWorkers([main])
  return text
}

/** Bundles several Workers at once, each whole, in the order of their files. */
export async function buildWorkers(mains: string[]): Promise<string[]> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: mains,
    outdir: join(root, 'bundles'),
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    platform: 'browser',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*', 'cloudflare:*'],
    sourcemap: 'inline',
    logLevel: 'error',
  })
  // esbuild's own process would stay for the next build and keep 100 MiB.
  await stop()
  return mains.map((main) => {
    const file = outputFiles.find(({ path }) => basename(path) === bundleName(main))
    if (!file) throw new Error(`esbuild made nothing of ${main}`)
    return file.text
  })
}

/** What a Worker's bundle is called in that folder. */
export const bundleName = (main: string) => `${basename(main, '.ts')}.js`
