export { CallError } from './call.ts'
export { createClient } from './client.ts'
