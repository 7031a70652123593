import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requestId } from 'hono/request-id'
import { NeonUnavailable } from '../clients/neon.ts'
import { readSettings, type Settings, SettingsError } from '../env.ts'
import { Problem } from '../problem.ts'
import type { AppEnv } from './app-env.ts'
import { guardOrigin } from './origin.ts'
import { problemResponse } from './problem-document.ts'

const maxBodyBytes = 64 * 1024

/**
 * A function URL: settings checked once, services built once, every failure a problem document, or
 * what `refuse` makes of it for the path that was asked for.
 */
export function createApp<Services>(
  build: (settings: Settings) => Services,
  refuse: (problem: Problem, requestId: string, path: string) => Response = problemResponse,
) {
  const once = oncePerIsolate(build)
  const app = new Hono<AppEnv<Services>>()
  app.use(requestId())
  app.use(async (c, next) => {
    const { settings, services } = once(c.env)
    c.set('settings', settings)
    c.set('services', services)
    await next()
  })
  app.use('/v1/*', guardOrigin())
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: () => {
        throw new Problem('body-too-large', `A body may have at most ${maxBodyBytes} bytes.`)
      },
    }),
  )
  app.notFound((c) => {
    throw new Problem('not-found', `There is no ${c.req.method} ${c.req.path}.`)
  })
  app.onError((error, c) => refuse(toProblem(error), c.get('requestId'), c.req.path))
  return app
}

/** Builds the services for queues and crons as `createApp` does for requests. */
export function oncePerIsolate<Services>(build: (settings: Settings) => Services) {
  const built = new WeakMap<object, { settings: Settings; services: Services }>()
  return (bindings: object) => {
    const known = built.get(bindings)
    if (known) return known
    const settings = readSettings(bindings)
    const made = { settings, services: build(settings) }
    built.set(bindings, made)
    return made
  }
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof NeonUnavailable) {
    return new Problem('unavailable', 'The database does not answer.', { cause: error })
  }
  if (error instanceof SettingsError) return new Problem('misconfigured', error.message)
  return new Problem('internal', 'The failure has been logged under this request id.', {
    cause: error,
  })
}
