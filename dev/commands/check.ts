import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  bundleSizeKiB,
  sizeLimitsKiB,
  widgetLimitsKiB,
  widgetSizesKiB,
  workerNames,
} from '../suite/bundle-sizes.ts'
import { runCommand } from './usage-error.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const bin = (path: string) => join(root, 'node_modules', path)

const usage = `
Usage: npm run check [-- --skip-tests]

Format, lint, types, tests, and the size of each function's bundle.`

await runCommand(usage, async () => {
  const { values } = parseArgs({ options: { 'skip-tests': { type: 'boolean', default: false } } })
  run('Format and lint', bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings')
  run('Types of the Workers', bin('typescript/bin/tsc'), '-p', 'tsconfig.json')
  run('Types of the widget', bin('typescript/bin/tsc'), '-p', 'widget/tsconfig.json')
  run('Types of the admin page', bin('typescript/bin/tsc'), '-p', 'dashboards/admin/tsconfig.json')
  run('Types of the rest', bin('typescript/bin/tsc'), '-p', 'tsconfig.node.json')
  if (!values['skip-tests']) run('Tests', bin('vitest/vitest.mjs'), 'run')
  await checkSizes()
  console.log('All checks passed.')
})

function run(what: string, script: string, ...args: string[]) {
  console.log(`— ${what}`)
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })
  if (status !== 0) {
    console.error(`${what}: failed.`)
    process.exit(1)
  }
}

async function checkSizes() {
  console.log('— Bundle sizes, gzipped')
  const widget = await widgetSizesKiB()
  requireSize('widget.js', widget['widget.js'], widgetLimitsKiB['widget.js'])
  requireSize('widget.mjs', widget['widget.mjs'], widgetLimitsKiB['widget.mjs'])
  for (const name of workerNames) requireSize(name, await bundleSizeKiB(name), sizeLimitsKiB[name])
}

function requireSize(name: string, sizeKiB: number, limitKiB: number) {
  console.log(`  ${name}: ${sizeKiB.toFixed(1)} KiB of ${limitKiB}`)
  if (sizeKiB <= limitKiB) return
  console.error(`${name} is larger than it may be.`)
  process.exit(1)
}
