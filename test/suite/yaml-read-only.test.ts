import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { onlyReading } from '../../dev/suite/yaml-read-only.ts'

const path = fileURLToPath(new URL('../../node_modules/js-yaml/dist/js-yaml.mjs', import.meta.url))
const code = await readFile(path, 'utf8')
const short = onlyReading(path, code)

const pages = [
  'title: "Lamp oil"\ntags: [oil, 1, 0x10, 1.5, .inf, true, null, ~]',
  'date: 2026-01-02\nat: 2026-01-02T03:04:05Z\ndraft: no',
  'base: &base { a: 1 }\nown:\n  <<: *base\n  b: |\n    two\n    lines\n',
  'picture: !!binary aGVsbG8=\nset: !!set { a, b }\npairs: !!omap [ { a: 1 } ]',
  'broken: [',
  'twice: 1\ntwice: 2',
]

/** What js-yaml makes of a page, or why it makes nothing of it. */
function read(reader: typeof load, page: string) {
  try {
    return reader(page)
  } catch (error) {
    return error instanceof Error && 'reason' in error && error.reason
  }
}

test('what writes YAML and shows faults is left out', () => {
  for (const gone of [/^\t+(?:identify|represent):/m, /makeSnippet\(mark\)/]) {
    expect(code).toMatch(gone)
    expect(short).not.toMatch(gone)
  }
})

test('what js-yaml makes as it loads may be left out where nobody asks for it', () => {
  for (const made of ['CORE_SCHEMA = new Schema(', 'setTag = defineMappingTag(']) {
    const [name, making] = made.split(' = ')
    expect(short).toContain(`var ${name} = /* @__PURE__ */ ${making}`)
  }
})

test.each(pages)('what is left reads as js-yaml does: %s', async (page) => {
  const module: { load: typeof load } = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(short)}`
  )
  expect(read(module.load, page)).toEqual(read(load, page))
})

test.each([
  ['represent', code.replaceAll('represent:', 'write:')],
  ['mark.snippet = makeSnippet(mark);', code.replaceAll('makeSnippet(mark)', 'snippetOf(mark)')],
  ['new Schema(', code.replaceAll('new Schema(', 'Schema.of(')],
])('the build ends where js-yaml has no %s any more', (piece, moved) => {
  expect(() => onlyReading(path, moved)).toThrow(`js-yaml.mjs has no ${piece}: look again`)
})
