import { ownParts } from './own-parts.ts'
import { loadPartsBy } from './parts.ts'

/*
 * The package, as a bundler takes it into a site's own files: where the suite is cannot be known from
 * there, and is said by the attribute `endpoint`.
 */
loadPartsBy((part) => ownParts[part]())

export { define } from './define.ts'
export { MarginaliaChat } from './marginalia-chat.ts'
