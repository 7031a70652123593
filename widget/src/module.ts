import { MarginaliaChat } from './marginalia-chat.ts'
import { ownParts } from './own-parts.ts'
import { loadPartsBy } from './parts.ts'

/*
 * The module defines no element by itself, so that a page chooses name and time: import `define` and
 * call it. Without the attribute `endpoint` the suite is where the module came from.
 */
const { origin, protocol } = new URL(import.meta.url)
if (protocol.startsWith('http')) MarginaliaChat.defaultEndpoint = origin
loadPartsBy((part) => ownParts[part]())

export { define } from './define.ts'
export { MarginaliaChat }
