/** The binding by which the front door reaches what the runtime has before a Worker: its static files. */
const site = 'SITE'

/** The entry point that listens to the network. */
export const frontDoorEntrypoint = 'FrontDoor'

/** What the front door needs of the Worker of this name. */
export const siteBinding = (name: string) => ({ [site]: name })

/**
 * A module that takes a Worker's requests from the network itself. The local runtime has three Workers
 * between the two, each of which costs as much as a short answer; only what may be a static file goes by
 * them. `workerFirst` are the paths for which the Worker is asked first, as in wrangler.toml; all when
 * absent.
 */
export const frontDoor = (workerModule: string, workerFirst: string[] = ['/*']): string => `
import worker from './${workerModule}'
const workerFirst = [${workerFirst.map(toPattern)}]
export const ${frontDoorEntrypoint} = {
  fetch(request, env, ctx) {
    const { pathname } = new URL(request.url)
    const isFirst = workerFirst.some((path) => path.test(pathname))
    return isFirst ? worker.fetch(named(request), env, ctx) : env.${site}.fetch(named(request))
  },
}
// Cloudflare tells who calls: whoever reaches the loopback, unless a test says who.
function named(request) {
  if (request.headers.has('cf-connecting-ip')) return request
  const told = new Request(request)
  told.headers.set('cf-connecting-ip', '127.0.0.1')
  return told
}`

const toPattern = (path: string) => new RegExp(`^${path.split('*').map(RegExp.escape).join('.*')}$`)
