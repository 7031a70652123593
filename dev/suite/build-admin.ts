import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, stop } from 'esbuild'
import { publish } from './build-widget.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const source = join(root, 'dashboards/admin')

/** Bundles the admin page into the folder that the suite serves: `/admin`, its script and style. */
export async function buildAdmin(): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { admin: join(source, 'main.ts'), 'admin-style': join(source, 'admin.css') },
    bundle: true,
    minify: true,
    write: false,
    outdir: source,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
  })
  await stop()
  for (const { path, contents } of outputFiles) await publish(basename(path), contents)
  await publish('admin.html', await readFile(join(source, 'admin.html')))
}
