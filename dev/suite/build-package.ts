import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stop } from 'esbuild'
import { bundle, widgetParts } from './build-widget.ts'
import { customElementsManifest } from './custom-elements-manifest.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = join(root, 'widget/package')

const register = `import { define } from './index.mjs'\ndefine()\n`

/** Makes the npm package of the widget in `folder`, as `npm publish` takes it. */
export async function buildPackage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(folder, 'widget'), { recursive: true })
  await cp(sources, folder, { recursive: true })
  const parts = await widgetParts()
  const pieces = Object.entries(parts).map(async ([name, entry]) =>
    writeFile(join(folder, 'widget', `${name}.mjs`), await bundle(entry, 'esm', {})),
  )
  const whole = await bundle('widget/src/package.ts', 'esm', parts)
  await Promise.all([
    ...pieces,
    writeFile(join(folder, 'index.mjs'), whole),
    writeFile(join(folder, 'register.mjs'), register),
    writeFile(join(folder, 'custom-elements.json'), await customElementsManifest(sources)),
  ])
  await stop()
}
