import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPackage } from '../suite/build-package.ts'
import { runCommand } from './usage-error.ts'

const folder = join(fileURLToPath(new URL('../..', import.meta.url)), 'widget/dist')

const usage = `
Usage: npm run build:package

Makes the npm package of the widget in widget/dist.`

await runCommand(usage, async () => {
  await buildPackage(folder)
  console.log(`The package is in ${folder}. To publish it: npm publish ${folder}`)
})
