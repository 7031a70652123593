import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildPackage } from '../../dev/suite/build-package.ts'
import { patient } from '../support/machine-pace.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

let folder: string
let app: string
beforeAll(async () => {
  app = await mkdtemp(join(tmpdir(), 'marginalia-app-'))
  folder = join(app, 'package')
  await buildPackage(folder)
  await symlink(join(root, 'node_modules'), join(app, 'node_modules'))
}, patient(60_000))
afterAll(() => rm(app, { recursive: true, force: true }))

test('every file that the package exports is there', async () => {
  const text = await readFile(join(folder, 'package.json'), 'utf8')
  const paths = [...text.matchAll(/"(\.\/[^"*]+\.(?:d\.mts|mjs|json))"/g)].map(
    ([, path]) => path ?? '',
  )
  expect(paths.length).toBeGreaterThan(6)
  for (const path of paths) {
    expect((await readFile(join(folder, path), 'utf8')).length).toBeGreaterThan(0)
  }
})

test('the types and the manifest name the attributes that the element observes', async () => {
  const source = await readFile(join(root, 'widget/src/marginalia-chat.ts'), 'utf8')
  const observed = /observedAttributes = \[([^\]]*)\]/.exec(source)?.[1] ?? ''
  const names = [...observed.matchAll(/'([\w-]+)'/g)].map(([, name]) => name)
  const file = await readFile(join(folder, 'custom-elements.json'), 'utf8')
  const [module] = JSON.parse(file).modules
  const [declaration] = module.declarations
  const named = declaration.attributes.map(({ name }: { name: string }) => name)
  // A title is taken for the heading, and an identity token is read when it is needed.
  expect(named.sort()).toEqual(
    [...names.filter((name) => name !== 'title'), 'identity-token'].sort(),
  )
  const members = declaration.members.map(({ name }: { name: string }) => name)
  expect(members).toEqual(['open', 'close', 'ask', 'search', 'forget'])
  expect(declaration.events).toHaveLength(6)
})

test(
  'a strict page in TypeScript and React knows the element, its methods, attributes and events',
  async () => {
    await writeFile(
      join(app, 'page.tsx'),
      `import { define, type MarginaliaChat } from './package/index.mjs'
import type {} from './package/react.d.mts'
define()
const widget: MarginaliaChat | null = document.querySelector('marginalia-chat')
widget?.ask('What is a ring?', { selectedText: 'A ring.', page: { path: '/lamps' } })
widget?.addEventListener('marginalia-answer', ({ detail }) => console.log(detail.answered))
// @ts-expect-error There is no such method.
widget?.shout()
export const Page = () => <marginalia-chat endpoint="https://suite.example" theme="dark" />
// @ts-expect-error There is no such position.
export const Wrong = () => <marginalia-chat position="top" />
`,
    )
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const options =
      '--noEmit --strict --skipLibCheck --jsx react-jsx --module esnext --moduleResolution bundler --target es2022 --lib es2024,dom --allowImportingTsExtensions --types'
    await promisify(execFile)(process.execPath, [tsc, ...options.split(' '), 'react', 'page.tsx'], {
      cwd: app,
    })
  },
  patient(60_000),
)

test('a bundler takes it in, and leaves what loads on demand in files of its own', async () => {
  await writeFile(join(app, 'app.js'), "import './package/register.mjs'")
  const { outputFiles } = await build({
    entryPoints: [join(app, 'app.js')],
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: join(app, 'out'),
    write: false,
  })
  const [entry, ...others] = outputFiles.sort((a, b) => b.contents.length - a.contents.length)
  expect(entry?.text).toContain('import(')
  expect(others.length).toBeGreaterThan(12)
})
