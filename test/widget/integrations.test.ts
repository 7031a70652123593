import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildIntegration, integrations } from '../../dev/suite/build-integration.ts'
import { scriptAttributes } from '../../integrations/script-tag.ts'
import { readText } from '../support/read-handbook.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const endpoint = 'https://suite.example'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marginalia-integrations-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each([
  'docusaurus/docusaurus.config.js',
  'vitepress/.vitepress/config.mts',
  'starlight/astro.config.mjs',
])('the handbook shows %s as the tested site has it', async (file) => {
  const config = await readFile(join(root, 'test/sites', file), 'utf8')
  const chapter = readText('handbook/Part-3-using-the-api/10-the-widget.md')
  expect(chapter).toContain(`\n${config}\`\`\`\n`)
})

test.each(integrations)('the package for %s holds every file that it names', async (name) => {
  await buildIntegration(name, folder)
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const named = JSON.stringify(manifest).match(/(?<=")\.\/[\w./-]+(?=":? ?")|(?<=":")\.\/[\w./-]+/g)
  const files = await readdir(folder)
  const missing = (named ?? []).filter((path) => !files.includes(path.slice(2)))
  expect(missing).toEqual([])
  expect(files).toEqual(
    expect.arrayContaining(['index.mjs', 'index.d.mts', 'widget-options.d.mts']),
  )
})

test('options become the attributes of the script tag', () => {
  const options = {
    endpoint: `${endpoint}/`,
    heading: 'Ask the guide',
    questions: ['What is a prism?', 'A | B?'],
    searchKey: 'j',
    search: false,
  }
  expect(scriptAttributes(options, { selection: 'article' })).toEqual({
    src: `${endpoint}/widget.js`,
    'data-endpoint': `${endpoint}/`,
    'data-title': 'Ask the guide',
    'data-questions': '["What is a prism?","A | B?"]',
    'data-search-key': 'j',
    'data-selection': 'article',
  })
})

test.each([undefined, {}, { endpoint: '' }, { endpoint: 'suite.example' }, { endpoint: 7 }])(
  'options %j stop the build with what is missing',
  (options) => {
    expect(() => scriptAttributes(options, {})).toThrow(/`endpoint` is the URL of your suite/)
  },
)

test('an option that does not exist is named', () => {
  expect(() => scriptAttributes({ endpoint, colour: 'red' }, {})).toThrow(/no option `colour`/)
})
