import { buildPublicFolder } from '../site/build-site.ts'

await buildPublicFolder()
