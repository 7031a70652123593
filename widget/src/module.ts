import { MarginaliaChat } from './marginalia-chat.ts'

/*
 * The module defines no element by itself, so that a page chooses name and time: import `define` and
 * call it. Without the attribute `endpoint` the suite is where the module came from.
 */
const { origin } = new URL(import.meta.url)
if (origin !== 'null') MarginaliaChat.defaultEndpoint = origin

export { define } from './define.ts'
export { MarginaliaChat }
