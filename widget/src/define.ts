import { MarginaliaChat } from './marginalia-chat.ts'

/** Makes the element known to the page under this name; a second time changes nothing. */
export function define(name = 'marginalia-chat') {
  if (!customElements.get(name)) customElements.define(name, MarginaliaChat)
}
