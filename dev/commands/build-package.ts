import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addOpenApiTypes, buildClient } from '../suite/build-client.ts'
import { buildIntegration, integrations } from '../suite/build-integration.ts'
import { buildPackage } from '../suite/build-package.ts'
import { openApiText } from '../suite/openapi-text.ts'
import { runCommand } from './usage-error.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const usage = `
Usage: npm run build:package

Makes the npm package of the widget in widget/dist, those for Docusaurus, VitePress and Starlight in
integrations/dist, and the typed client in packages/dist.`

await runCommand(usage, async () => {
  const made = [join(root, 'widget/dist')]
  await buildPackage(join(root, 'widget/dist'))
  for (const name of integrations) {
    const folder = join(root, 'integrations/dist', `marginalia-${name}`)
    await buildIntegration(name, folder)
    made.push(folder)
  }
  const client = join(root, 'packages/dist/marginalia-client')
  await buildClient(client)
  await addOpenApiTypes(client, await openApiText())
  made.push(client)
  console.log(`The packages are in\n  ${made.join('\n  ')}\nTo publish one: npm publish FOLDER`)
})
