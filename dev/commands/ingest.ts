import { parseArgs } from 'node:util'
import { developmentSecrets } from '../suite/secrets.ts'
import { ingest } from './ingest-progress.ts'
import { defaultUrl, suiteUrl } from './suite-door.ts'
import { runCommand } from './usage-error.ts'

const usage = `
Usage: npm run ingest [-- --url URL] [--force] [--recreate] [--allow-mass-deletion]

Starts an ingestion run on a suite, ${defaultUrl} when --url names no other, and shows its progress.
  --force                  read and write every page again
  --recreate               fill a new collection, and change over when it is whole
  --allow-mass-deletion    let the run remove more than 30 % of the pages
ADMIN_TOKEN in the environment opens a suite that is not the local one.`

await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: defaultUrl },
      'allow-mass-deletion': { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      recreate: { type: 'boolean', default: false },
    },
  })
  await ingest({
    url: suiteUrl(values.url),
    adminToken: process.env.ADMIN_TOKEN ?? developmentSecrets.ADMIN_TOKEN,
    options: {
      allow_mass_deletion: values['allow-mass-deletion'],
      force: values.force,
      recreate: values.recreate,
    },
  })
})
