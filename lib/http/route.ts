import type { Context } from 'hono'
import type * as z from 'zod/mini'
import type { Settings } from '../env.ts'
import type { ProblemName } from '../problem.ts'
import type { Access } from './access.ts'
import { callerAddress } from './address.ts'
import type { AppEnv } from './app-env.ts'
import { type Body, jsonBody, readBody } from './body.ts'
import { doOnce, type Idempotency } from './do-once.ts'
import type { Limit } from './limited.ts'
import type { TagName } from './openapi/tags.ts'
import type { ProblemFormat } from './protocols/problem-format.ts'
import { type AnyReply, type Reply, toResponse } from './reply.ts'
import { parsed } from './valid.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type Schema = z.ZodMiniType<object>

/** One reply of a route: a document, texts of other media types, either of them, or nothing. */
export interface ReplyDescription {
  description: string
  schema?: z.ZodMiniType
  /** What a reply of each of these media types holds. */
  texts?: Record<string, string>
  headers?: Record<string, string>
}

/** What the OpenAPI document alone tells of a route: the build leaves it out of a Worker. */
export interface Documentation {
  tag: TagName
  summary: string
  description?: string
  replies: Record<number, ReplyDescription>
  /** What can go wrong besides what follows from access, limit, parameters and body. */
  problems?: ProblemName[]
}

/** A route as it is called, and what the OpenAPI document tells of it. */
export interface Description extends Documentation {
  method: Method
  /** Parameters in braces; `{path*}` takes slashes too. */
  path: string
  /** The operation's name, for generated clients: a verb and what it is done to. */
  id: string
  /** Whether the audit log tells when somebody of the staff reads it; what they change it always tells. */
  isAudited?: true
  /** How this route's protocol tells of a problem; RFC 9457's documents unless it has its own. */
  problemFormat?: ProblemFormat
}

/** A route as a Worker has it. */
export type MountedRoute<Services> = Omit<Route<Services>, keyof Documentation>

/** A route as it is mounted and documented; `Services` is what its handler needs. */
export interface Route<in Services> extends Description {
  access: Access<unknown>
  isLimited: boolean
  isIdempotent: boolean
  params: Schema | undefined
  query: Schema | undefined
  body: Body<unknown> | undefined
  /** Checks the request, part by part, and does what it asks. */
  respond: (c: Context<AppEnv>, services: Services) => Promise<Response>
}

/** What a handler is given. */
interface Call<Services, SessionId, Params, Query, Given> {
  services: Services
  settings: Settings
  sessionId: SessionId
  params: Params
  query: Query
  body: Given
  c: Context<AppEnv>
  /** Keeps the Worker alive for work that follows the reply. */
  afterwards: (work: Promise<unknown>) => void
}

type Output<S> = S extends z.ZodMiniType ? z.output<S> : undefined
type Given<B> = B extends z.ZodMiniType
  ? z.output<B>
  : B extends Body<infer Value>
    ? Value
    : undefined

/** One of the replies that a route declares. */
type OneOf<Replies> = {
  [Status in keyof Replies & number]: Replies[Status] extends {
    schema: infer S extends z.ZodMiniType
  }
    ? Reply<Status, z.output<S>>
    : Reply<Status, undefined>
}[keyof Replies & number]

interface Declaration<Services, SessionId, Params, Query, B, Replies, Result> extends Description {
  access: Access<SessionId>
  limit?: Limit<Services>
  /** Where replies are kept, so that the same Idempotency-Key gives the first reply again. */
  idempotency?: (services: Services) => Idempotency
  params?: Params
  query?: Query
  body?: B
  replies: Replies & Description['replies']
  handle: (
    call: Call<Services, SessionId, Output<Params>, Output<Query>, Given<B>>,
  ) => Promise<Result>
}

/**
 * The one way to make a route: what it takes and what it replies are declared once, checked on every
 * request and reply, and told in the OpenAPI document. `createApp` mounts it.
 */
export const routesOf =
  <Services>() =>
  <
    SessionId,
    Replies extends Description['replies'],
    Params extends Schema | undefined = undefined,
    Query extends Schema | undefined = undefined,
    B extends z.ZodMiniType | Body<unknown> | undefined = undefined,
    const Result extends OneOf<Replies> | Response = OneOf<Replies> | Response,
  >(
    declared: Declaration<Services, SessionId, Params, Query, B, Replies, Result>,
  ): Route<Services> => {
    const { access, limit, idempotency, params, query, handle, ...described } = declared
    const body = declared.body && toBody(declared.body)
    const isForReaders = limit !== undefined || access.secrets.includes('reader')
    return {
      ...described,
      access,
      params,
      query,
      body,
      isLimited: limit !== undefined,
      isIdempotent: idempotency !== undefined,

      async respond(c, services) {
        const sessionId = await access.check(c)
        if (isForReaders && !c.var.member) requireUnblocked(c, sessionId)
        await limit?.(c, services)
        const given = {
          params: parsedIf<Params>('param', params, c.req.param()),
          query: parsedIf<Query>('query', query, c.req.query()),
        }
        const { bytes, value } = body ? await readBody(c, body) : nothing
        const call = {
          ...given,
          // Given<B> is what toBody reads, and undefined without a body; see there.
          body: value as Given<B>,
          services,
          sessionId,
          settings: c.var.settings,
          c,
          afterwards: (work: Promise<unknown>) => c.executionCtx.waitUntil(work),
        }
        const { member } = c.var
        if (member && (declared.method !== 'GET' || declared.isAudited)) {
          await c.var.staff.record({ member, action: declared.id, target: given.params ?? {} })
        }
        if (!idempotency) return sent(await handle(call))
        return sent(
          await doOnce(c, bytes, idempotency(services), async () => repeatable(await handle(call))),
        )
      },
    }
  }

/** Turns away whom the owner has blocked, before anything is asked for them. */
function requireUnblocked(c: Context<AppEnv>, sessionId: unknown) {
  c.set('isForReaders', true)
  c.var.blocks.requireOpen({
    address: callerAddress(c),
    ...(typeof sessionId === 'string' && { sessionId }),
  })
}

const nothing = { bytes: new Uint8Array(), value: undefined }

const sent = (reply: AnyReply | Response) => (reply instanceof Response ? reply : toResponse(reply))

function repeatable(reply: AnyReply | Response): AnyReply {
  if (reply instanceof Response) throw new Error('A reply that is a stream cannot be given again')
  return reply
}

const toBody = (declared: z.ZodMiniType | Body<unknown>): Body<unknown> =>
  'parse' in declared && 'maxBytes' in declared ? declared : jsonBody(declared)

function parsedIf<S extends Schema | undefined>(
  place: 'param' | 'query',
  schema: S | undefined,
  value: unknown,
) {
  // Output<S> says just this; the compiler does not follow a condition on a type parameter.
  return (schema && parsed(place, schema, value)) as Output<S>
}
