import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { buildIntegration, type Integration } from '../../dev/suite/build-integration.ts'
import { guidePages } from './guide-pages.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

interface Kit {
  /** The generator's package, by which we see whether it is installed. */
  generator: string
  /** Where the generator's own starter comes from; absent where the folder is a whole site. */
  starter?: string[]
  /** The folder of the pages in the site. */
  content: string
  /** The guide's folder among the pages. */
  guide: string
  build: string[]
  output: string
}

const kits: Record<Integration, Kit> = {
  docusaurus: {
    generator: '@docusaurus/core',
    starter: [
      'node_modules/create-docusaurus/bin/index.js',
      ...['.site', 'classic', '--javascript', '--skip-install', '--package-manager', 'npm'],
    ],
    content: 'docs',
    guide: 'docs/guide',
    build: ['node_modules/@docusaurus/core/bin/docusaurus.mjs', 'build', '.site'],
    output: '.site/build',
  },
  vitepress: {
    generator: 'vitepress',
    starter: [
      ...['--input-type=module', '--eval'],
      "import { scaffold } from 'vitepress'; scaffold({ root: '.site', theme: 'default theme', useTs: true })",
    ],
    content: '',
    guide: 'guide',
    build: ['node_modules/vitepress/bin/vitepress.js', 'build', '.site'],
    output: '.site/.vitepress/dist',
  },
  starlight: {
    generator: 'astro',
    content: 'src/content/docs',
    guide: 'src/content/docs/guide',
    build: ['node_modules/astro/bin/astro.mjs', 'build', '--root', '.site'],
    output: '.site/dist',
  },
}

/** Whether `npm ci --prefix test/sites/NAME` has run. */
export const isInstalled = (name: Integration): boolean =>
  existsSync(join(root, name, 'node_modules', kits[name].generator, 'package.json'))

export interface RealSite {
  /** The site's source, as its repository would hold it. */
  source: string
  /** Where its pages are in it. */
  content: string
  /** The built site. */
  built: string
}

/**
 * Builds a site as its generator's starter makes it, with our configuration and the guide's pages. What
 * was built from the very same files is used again.
 */
export async function buildRealSite(name: Integration): Promise<RealSite> {
  const kit = kits[name]
  const folder = join(root, name)
  const run = (command: string[]) =>
    promisify(execFile)(process.execPath, command, { cwd: folder, env: quiet(process.env) })
  await buildIntegration(name, join(folder, 'node_modules', `marginalia-${name}`))
  const kept = join(root, '.built', `${name}-${await fingerprint(name)}`)
  const site = { source: join(kept, 'source'), content: kit.content, built: join(kept, 'built') }
  if (existsSync(kept)) return site
  const own = join(folder, '.site')
  await rm(own, { recursive: true, force: true })
  if (kit.starter) await run(kit.starter)
  await overlay(folder, own)
  await mkdir(join(own, kit.guide), { recursive: true })
  for (const page of guidePages())
    await writeFile(join(own, kit.guide, `${page.name}.md`), page.markdown)
  const unfinished = `${kept}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await cp(own, join(unfinished, 'source'), { recursive: true })
  await run(kit.build)
  await cp(join(folder, kit.output), join(unfinished, 'built'), { recursive: true })
  await rename(unfinished, kept)
  return site
}

const quiet = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  CI: 'true',
  ASTRO_TELEMETRY_DISABLED: '1',
  NO_UPDATE_NOTIFIER: '1',
  NODE_ENV: 'production',
})

const notOfTheSite = ['node_modules', '.site', 'package.json', 'package-lock.json']

/** Lays our own files over the starter's. */
async function overlay(folder: string, site: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!notOfTheSite.includes(name))
      await cp(join(folder, name), join(site, name), { recursive: true })
  }
}

/** Of all that a built site depends on. */
async function fingerprint(name: Integration): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([kits[name], guidePages()]))
  const folder = join(root, name)
  const files = [
    ...(await filesIn(folder, notOfTheSite)),
    ...(await filesIn(join(folder, 'node_modules', `marginalia-${name}`), [])),
    join(folder, 'package-lock.json'),
  ]
  for (const file of files) hash.update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}

async function filesIn(folder: string, except: string[]): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const found = await Promise.all(
    entries
      .filter(({ name }) => !except.includes(name))
      .map((entry) => {
        const path = join(folder, entry.name)
        return entry.isDirectory() ? filesIn(path, except) : [path]
      }),
  )
  return found.flat().sort()
}
