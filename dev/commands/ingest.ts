import { parseArgs } from 'node:util'
import { developmentSecrets } from '../suite/secrets.ts'
import { ingest } from './ingest-progress.ts'
import { runCommand } from './usage-error.ts'

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:8787' },
      'allow-mass-deletion': { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      recreate: { type: 'boolean', default: false },
    },
  })
  await ingest({
    url: values.url.replace(/\/+$/, ''),
    adminToken: process.env.ADMIN_TOKEN ?? developmentSecrets.ADMIN_TOKEN,
    options: {
      allow_mass_deletion: values['allow-mass-deletion'],
      force: values.force,
      recreate: values.recreate,
    },
  })
})
