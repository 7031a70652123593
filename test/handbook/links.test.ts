import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { handbook, quoted, readText } from '../support/read-handbook.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const own = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']
const documents = [...own.map((path) => [path, readText(path)] as const), ...handbook]

test.each(documents)('every file that %s links to is there', (path, text) => {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
  const targets = [...prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^\w+:/.test(target))
  const missing = targets.filter((target) => !existsSync(join(root, dirname(path), target)))
  expect(missing, `${path} links to files that are gone`).toEqual([])
})

test('every file and folder that CONTRIBUTING.md names is there', () => {
  const folders = /^(?:lib|functions|widget|dashboards|handbook|dev|test|migrations)\//
  const named = quoted(readText('CONTRIBUTING.md')).filter(
    (code) => folders.test(code) || /^[\w.-]+\.(?:ts|sql|json|toml)$/.test(code),
  )
  expect(named.length).toBeGreaterThan(20)
  const missing = named.filter((path) => !existsSync(join(root, path)))
  expect(missing, 'Say in CONTRIBUTING.md where these went').toEqual([])
})
