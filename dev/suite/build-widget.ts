import { randomUUID } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Format, stop } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The widget's files in the folder that the suite serves, and what each is made of. */
export const widgetFiles = {
  'widget.js': { entry: 'widget/src/script.ts', format: 'iife' },
  'widget.mjs': { entry: 'widget/src/module.ts', format: 'esm' },
} as const satisfies Record<string, { entry: string; format: Format }>

export type WidgetFile = keyof typeof widgetFiles

// Chromium then compiles the functions while the script loads, beside the page's main thread, and
// not one by one as they are called on it: a quarter less of its time until the button is there.
const compileHint = '//# allFunctionsCalledOnLoad'

/** The folder that the suite serves. */
export const publicFolder = join(root, 'widget/public')

/** Bundles the widget into the folder that the suite serves. */
export async function buildWidget(): Promise<void> {
  const made = Object.entries(widgetFiles).map(async ([name, { entry, format }]) =>
    publish(name, await bundle(entry, format)),
  )
  await Promise.all(made)
  await stop()
}

async function bundle(entry: string, format: Format): Promise<Uint8Array> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format,
    banner: { js: compileHint },
    target: 'es2022',
    logLevel: 'error',
  })
  const [file] = result.outputFiles
  if (!file) throw new Error(`esbuild made nothing of ${entry}`)
  return file.contents
}

/** Puts a file into the public folder at once: who reads or builds it at that moment finds it whole. */
export async function publish(name: string, content: Uint8Array | string): Promise<void> {
  const unfinished = join(root, 'widget', `.${randomUUID()}.unfinished`)
  await writeFile(unfinished, content)
  await rename(unfinished, join(publicFolder, name))
}
