import { renameSync, writeFileSync } from 'node:fs'
import { createNeonApp, neonRefusal } from '../../dev/cloud/neon/neon.ts'
import { openPostgres } from '../../dev/cloud/neon/postgres.ts'
import { pgliteBackend } from '../../dev/cloud/neon/sql-backend.ts'
import { createFaultSwitch } from '../../dev/cloud/stand-in/faults.ts'
import { createRequestLog } from '../../dev/cloud/stand-in/request-log.ts'
import { startService } from '../../dev/cloud/stand-in/service.ts'
import { standInDatabaseUrl } from '../../dev/cloud/stand-ins.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'

// Run as a process: leaves the archive of a database with the schema and no rows at the path given.
const [path] = process.argv.slice(2)
if (path === undefined) throw new Error('usage: node make-schema-archive.ts PATH')
const postgres = await openPostgres()
const service = await startService({
  app: createNeonApp(pgliteBackend(postgres), standInDatabaseUrl),
  refusal: neonRefusal,
  faults: createFaultSwitch(),
  requests: createRequestLog(),
})
await applySchema({
  databaseUrl: standInDatabaseUrl,
  httpUrl: `${service.url}/sql`,
  exactSearch: true,
})
await service.close()
// No database is made from these, and they are a third of what each test's own would unpack.
for (const name of ['template0', 'template1']) {
  await postgres.database.exec(`alter database ${name} is_template false`)
  await postgres.database.exec(`drop database ${name}`)
}
// PGlite clears all of its cache as it starts, 128 MB, and a test's database is smaller than this.
await postgres.database.exec(`alter system set shared_buffers = '16MB'`)
const archive = await postgres.database.dumpDataDir('none')
await postgres.close()
const unfinished = `${path}.${process.pid}`
writeFileSync(unfinished, Buffer.from(await archive.arrayBuffer()))
renameSync(unfinished, path)
