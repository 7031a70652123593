import { parseArgs } from 'node:util'
import { buildPublicFolder } from '../site/build-site.ts'
import { folderOfFunctions, writeTexts } from '../suite/asset-texts.ts'
import { writeWorker } from '../suite/build-worker.ts'
import { functionNames } from '../suite/worker-config.ts'

// What wrangler runs before it deploys the suite, or the function named.
const [given] = parseArgs({ allowPositionals: true }).positionals
const name = functionNames.find((known) => known === given)
if (given !== undefined && name === undefined) throw new Error(`There is no function ${given}.`)
// A function alone serves no pages.
await (name === undefined ? buildPublicFolder() : writeTexts(folderOfFunctions))
await writeWorker(name)
