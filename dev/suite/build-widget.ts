import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Format, type Plugin, stop } from 'esbuild'
import { minify } from 'rolldown/utils'
import { inAscii } from './in-ascii.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The widget's files in the folder that the suite serves, and what each is made of. */
export const widgetFiles = {
  'widget.js': { entry: 'widget/src/script.ts', format: 'iife' },
  'widget.mjs': { entry: 'widget/src/module.ts', format: 'esm' },
} as const satisfies Record<string, { entry: string; format: Format }>

export type WidgetFile = keyof typeof widgetFiles

/** What loads when a reader first needs it: files of `widget/` beside the widget's own. */
const partEntries = {
  challenge: 'widget/src/challenge/answer.ts',
  code: 'widget/src/code/highlight-code.ts',
  rare: 'widget/src/rare/rare.ts',
  search: 'widget/src/search/search-box.ts',
}

/** Every part by its name, and what it is made of. */
export async function widgetParts(): Promise<Record<string, string>> {
  const languages = (await readdir(join(root, 'widget/src/locales')))
    .map((file) => basename(file, '.ts'))
    .filter((lang) => lang !== 'en')
  return {
    ...partEntries,
    ...Object.fromEntries(languages.map((lang) => [lang, `widget/src/locales/${lang}.ts`])),
  }
}

// Chromium then compiles the functions while the script loads, beside the page's main thread, and
// not one by one as they are called on it: a quarter less of its time until the button is there.
const compileHint = '//# allFunctionsCalledOnLoad'

const target = 'es2022'

/** The folder that the suite serves. */
export const publicFolder = join(root, 'widget/public')

/** Bundles the widget into the folder that the suite serves. */
export async function buildWidget(): Promise<void> {
  const parts = await widgetParts()
  const wholes = Object.entries(widgetFiles).map(async ([name, { entry, format }]) =>
    publish(name, await bundle(entry, format, parts)),
  )
  const pieces = Object.entries(parts).map(async ([name, entry]) =>
    publish(`widget/${name}.mjs`, await bundle(entry, 'esm', {})),
  )
  await Promise.all([...wholes, ...pieces])
  await stop()
}

/** Bundles an entry, with what loads on demand left in files of its own. */
export async function bundle(
  entry: string,
  format: Format,
  parts: Record<string, string>,
): Promise<Uint8Array> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format,
    target,
    logLevel: 'error',
    plugins: [besideIt(parts)],
  })
  const [file] = result.outputFiles
  if (!file) throw new Error(`esbuild made nothing of ${entry}`)
  return Buffer.from(`${compileHint}\n${await smaller(entry, file.text, format)}`)
}

/** What is minified once more, by another tool, is a fiftieth smaller. */
async function smaller(entry: string, script: string, format: Format): Promise<string> {
  const { code, errors } = await minify(entry, script, {
    module: format === 'esm',
    compress: { target },
    mangle: { toplevel: true },
  })
  if (errors[0]) throw new Error(`${entry}: ${errors[0].message}`)
  // A page in another encoding reads it all the same.
  return inAscii(code)
}

/** Leaves what is imported on demand in files of its own. */
function besideIt(parts: Record<string, string>): Plugin {
  const names = new Map(Object.entries(parts).map(([name, entry]) => [join(root, entry), name]))
  return {
    name: 'parts',
    setup(making) {
      making.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path, resolveDir }) => {
        const name = kind === 'dynamic-import' ? names.get(join(resolveDir, path)) : undefined
        return name === undefined ? undefined : { path: `./widget/${name}.mjs`, external: true }
      })
    },
  }
}

/** Puts a file into the public folder at once: who reads or builds it at that moment finds it whole. */
export async function publish(name: string, content: Uint8Array | string): Promise<void> {
  const unfinished = join(root, 'widget', `.${randomUUID()}.unfinished`)
  await mkdir(dirname(join(publicFolder, name)), { recursive: true })
  await writeFile(unfinished, content)
  await rename(unfinished, join(publicFolder, name))
}
