import { MarginaliaChat } from './marginalia-chat.ts'

MarginaliaChat.defaultEndpoint = new URL(import.meta.url).origin

export { define } from './define.ts'
export { MarginaliaChat }
