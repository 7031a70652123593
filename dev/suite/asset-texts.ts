import { randomUUID } from 'node:crypto'
import { glob, mkdir, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Plugin } from 'rolldown'
import * as z from 'zod/mini'

const root = fileURLToPath(new URL('../..', import.meta.url))
const reader = join(root, 'lib/text/assets/asset-texts.ts')

/** What a function alone serves beside its API. */
export const folderOfFunctions = join(root, 'widget/no-pages')

const Exports = z.record(z.string(), z.unknown())
const exportsOf = async (path: string) =>
  Exports.parse({ ...(await import(pathToFileURL(path).href)) })

const fileOf = (path: string) => basename(path, '.asset.ts')

/**
 * Modules whose names end in `.asset.ts` hold nothing but texts. A Worker has these among its assets: in
 * its script their exports have no value until `readTexts` has given them one.
 */
export const assetTexts: Plugin = {
  name: 'asset-texts',
  load: {
    filter: { id: /\.asset\.ts$/ },
    async handler(id) {
      const names = Object.keys(await exportsOf(id))
      const code = `import { expectTexts } from ${JSON.stringify(reader)}
        export let ${names}
        expectTexts('${fileOf(id)}', ${JSON.stringify(names)}, (texts) => { ({ ${names} } = texts) })`
      return { code, moduleType: 'js' }
    },
  },
}

/** Puts what these modules export into a folder that Workers have as their assets, a file each. */
export async function writeTexts(folder: string): Promise<void> {
  await mkdir(join(folder, 'texts'), { recursive: true })
  for await (const path of glob('lib/**/*.asset.ts', { cwd: root })) {
    const unfinished = join(root, 'widget', `.${randomUUID()}.unfinished`)
    await writeFile(unfinished, JSON.stringify(await exportsOf(join(root, path))))
    // At once: whoever reads it or copies the folder at that moment finds it whole.
    await rename(unfinished, join(folder, 'texts', `${fileOf(path)}.json`))
  }
}
