import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type OutputOptions, type Plugin, rolldown } from 'rolldown'
import { assetTexts } from './asset-texts.ts'
import { builtModules } from './built-modules.ts'
import { inAscii } from './in-ascii.ts'
import { patternsWhenUsed } from './patterns-when-used.ts'
import { shortSql } from './short-sql.ts'
import { withoutDocumentation } from './without-documentation.ts'
import { withoutUnusedMethods } from './without-unused-methods.ts'
import { type FunctionName, readWorkerConfig } from './worker-config.ts'
import { yamlReadOnly } from './yaml-read-only.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Names a folder of Workers that are bundled already: the tests bundle each once for all their files. */
export const bundledWorkers = 'MARGINALIA_BUNDLED_WORKERS'

/**
 * Bundles a Worker in memory as it is deployed, but readable, so that failures name their lines. Each
 * megabyte of it takes the local runtime a fifth of a second to start, so that it has neither remarks
 * nor a source map, which only a debugger would read.
 */
export async function buildWorker(main: string): Promise<string> {
  const folder = process.env[bundledWorkers]
  if (folder !== undefined) return await readFile(join(folder, bundleName(main)), 'utf8')
  return await bundleWorker(main, { comments: false })
}

/** Bundles a Worker as it is deployed. */
export const deployedWorker = async (main: string): Promise<string> =>
  inAscii(await bundleWorker(main, { minify: true, comments: false }))

/** Bundles a Worker to where wrangler.toml says that it is deployed from. */
export async function writeWorker(name?: FunctionName): Promise<void> {
  const { main } = await readWorkerConfig(name)
  const script = await deployedWorker(sourceOf(main))
  const unfinished = join(root, `${main}.${randomUUID()}`)
  await mkdir(dirname(unfinished), { recursive: true })
  await writeFile(unfinished, script)
  await rename(unfinished, join(root, main))
}

/** The source of what wrangler.toml names as a Worker's `main`. */
export const sourceOf = (main: string) => `functions/${basename(main, '.js')}.ts`

/** What a Worker's bundle is called. */
export const bundleName = (main: string) => `${basename(main, '.ts')}.js`

async function bundleWorker(main: string, output: OutputOptions): Promise<string> {
  const bundle = await rolldown({
    cwd: root,
    input: entry,
    platform: 'browser',
    external: /^(?:node|cloudflare):/,
    resolve: { conditionNames: ['workerd', 'worker', 'browser', 'import', 'default'] },
    transform: { target: 'es2024' },
    // Nothing that is read here has a getter that does more than to give its value.
    treeshake: { propertyReadSideEffects: false },
    plugins: [
      handlersOf(main),
      smallerOnes,
      yamlReadOnly,
      builtModules,
      assetTexts,
      withoutDocumentation,
      shortSql,
      withoutUnusedMethods,
      patternsWhenUsed,
    ],
    // What took long on a busy machine is no fault of the bundle.
    checks: { bundlerTimings: false },
    onLog(level, { message }) {
      throw new Error(`The bundle of ${main}: ${level}: ${message}`)
    },
  })
  const { output: made } = await bundle.generate({ format: 'esm', codeSplitting: false, ...output })
  await bundle.close()
  const [{ code }] = made
  return code
}

const entry = 'worker'

/** A Worker is its handlers: what else its file exports is for other files. */
const handlersOf = (main: string): Plugin => ({
  name: 'handlers',
  resolveId: (id) => (id === entry ? `\0${entry}` : undefined),
  load: (id) =>
    id === `\0${entry}` ? `export { default } from ${JSON.stringify(join(root, main))}` : undefined,
})

/** What stands in a Worker in the place of a package: the same, for less. */
const places: Readonly<Record<string, string>> = {
  'zod/mini': join(root, 'dev/suite/zod/mini.ts'),
  'decode-named-character-reference': join(root, 'lib/ingest/markup/character-references.ts'),
}

const smallerOnes: Plugin = {
  name: 'smaller-ones',
  resolveId: (id, importer = '') => {
    const place = places[id]
    return place && dirname(importer) === dirname(place) ? undefined : place
  },
}
