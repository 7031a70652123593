import type { Context } from 'hono'
import { HonoBase } from 'hono/hono-base'
import { TrieRouter } from 'hono/router/trie-router'
import { isCallersFault, NeonUnavailable } from '../clients/neon.ts'
import { readSettings, type Settings, SettingsError } from '../env.ts'
import type { Blocks } from '../limits/blocks.ts'
import type { Denials } from '../limits/denials.ts'
import { createGate } from '../limits/gate.ts'
import { Problem } from '../problem.ts'
import { AssetError } from '../text/assets/asset-texts.ts'
import { callerAddress } from './address.ts'
import type { AppEnv } from './app-env.ts'
import { guardOrigin } from './origin.ts'
import { problemResponse } from './problem-document.ts'
import type { Method, MountedRoute } from './route.ts'
import type { Staff } from './staff.ts'

/** What every function has. */
interface OfEveryFunction {
  health: { tellTroubles: () => Promise<void> }
  blocks: Blocks
  denials: Denials
}

/**
 * A function URL of these routes and no others: settings checked once, services built once, every
 * failure told as the problem it is. The suite makes its own of all routes, and the build drops those
 * of the functions alone: making one changes nothing else.
 */
// @__NO_SIDE_EFFECTS__
export function createApp<Services extends OfEveryFunction>({
  build,
  routes,
}: {
  build: (settings: Settings) => Services & { staff: Staff }
  routes: MountedRoute<NoInfer<Services>>[]
}) {
  const once = oncePerIsolate(build)
  const app = new HonoBase<AppEnv>({ router: new TrieRouter() })
  const gate = createGate(Date.now)
  app.use(async (c, next) => {
    c.set('requestId', crypto.randomUUID())
    await next()
    c.res.headers.set('x-request-id', c.var.requestId)
  })
  app.use(async (c, next) => {
    const { settings, services } = once(c.env)
    c.set('settings', settings)
    c.set('gate', gate)
    c.set('staff', services.staff)
    c.set('blocks', services.blocks)
    await next()
    const { error } = c
    if (error instanceof Problem) services.denials.note(callerAddress(c), error)
    // Costs nothing where nothing went wrong, and nobody was turned away.
    c.executionCtx.waitUntil(
      Promise.all([
        services.health.tellTroubles(),
        services.denials.flush(),
        c.var.isForReaders && services.blocks.refresh(),
      ]),
    )
  })
  const methods = methodsByPath(routes)
  const guard = guardOrigin([...new Set([...methods.values()].flat())])
  for (const path of ['/v1/*', '/1/*', '/mcp']) app.use(path, guard)
  for (const route of routes) {
    app.on(route.method, honoPath(route.path), (c) => route.respond(c, once(c.env).services))
  }
  for (const [path, allow] of methods) app.all(honoPath(path), (c) => wrongMethod(c, allow))
  app.notFound((c) => {
    throw new Problem('not-found', `There is no ${c.req.method} ${c.req.path}.`)
  })
  app.onError((error, c) => {
    const ids = { requestId: c.var.requestId, callersId: callersId(c) }
    const asked = routes.find(({ path }) => path === c.req.path)
    return problemResponse(toProblem(error), ids, asked?.problemFormat)
  })
  return { fetch: app.fetch }
}

/** Builds the services for queues and crons as `createApp` does for requests. */
export function oncePerIsolate<Services>(build: (settings: Settings) => Services) {
  const built = new WeakMap<object, { settings: Settings; services: Services }>()
  return (bindings: object) => {
    const known = built.get(bindings)
    if (known) return known
    const settings = settingsOf(bindings)
    const made = { settings, services: build(settings) }
    built.set(bindings, made)
    return made
  }
}

const known = new WeakMap<object, Settings>()

/** Routes, queues and crons of an isolate share one, and with it what is kept for the isolate. */
function settingsOf(bindings: object): Settings {
  const settings = known.get(bindings) ?? readSettings(bindings)
  known.set(bindings, settings)
  return settings
}

/** `/v1/sessions/{id}` in the router's own terms: `/v1/sessions/:id`. */
const honoPath = (path: string) =>
  path.replaceAll(/\{(\w+)(\*?)\}/g, (_, name, many) => (many ? `:${name}{.+}` : `:${name}`))

function methodsByPath(routes: Pick<MountedRoute<never>, 'method' | 'path'>[]) {
  const methods = new Map<string, Method[]>()
  for (const { method, path } of routes) methods.set(path, [...(methods.get(path) ?? []), method])
  return methods
}

function wrongMethod(c: Context<AppEnv>, methods: Method[]): never {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  throw new Problem('method-not-allowed', `${c.req.path} takes ${allow.join(', ')}.`, { allow })
}

/** What the caller calls this request, cut to what a log line can bear. */
const callersId = (c: Context<AppEnv>) => c.req.header('x-request-id')?.slice(0, 100)

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof NeonUnavailable) {
    return new Problem('unavailable', 'The database does not answer.', { cause: error })
  }
  if (error instanceof AssetError) {
    return new Problem('unavailable', 'The texts of this Worker cannot be read.', { cause: error })
  }
  if (isCallersFault(error)) {
    return new Problem('invalid-request', 'A value is out of the range of what can be stored.', {
      cause: error,
    })
  }
  if (error instanceof SettingsError) return new Problem('misconfigured', error.message)
  return new Problem('internal', 'The failure has been logged under this request id.', {
    cause: error,
  })
}
