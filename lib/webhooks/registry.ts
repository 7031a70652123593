import * as z from 'zod/mini'
import { fragment, type Neon, NoRow, sql } from '../clients/neon.ts'
import { microseconds, rowAt } from '../clients/position.ts'
import { cutPage, type Page, readCursor } from '../cursor.ts'
import { Problem } from '../problem.ts'
import { cleanText } from '../text/clean-text.ts'
import { EventType } from './events.ts'
import { hashOf, type Signer } from './signature.ts'
import { rejectionOf } from './url-guard.ts'

const mostWebhooks = 100
const rotationHours = 24

const Url = cleanText.check(z.maxLength(2048))
const Events = z.array(EventType).check(z.minLength(1), z.maxLength(50))
const Description = cleanText.check(z.maxLength(500))

/** What an owner sends to register a webhook. */
export const NewWebhook = z.strictObject({
  url: Url,
  events: Events,
  description: z.optional(Description),
})

/** What may change; an empty description takes it away. */
export const WebhookChange = z
  .strictObject({
    url: z.optional(Url),
    events: z.optional(Events),
    description: z.optional(Description),
    active: z.optional(z.boolean()),
  })
  .check(z.refine((change) => Object.keys(change).length > 0, 'Change something'))

export const Webhook = z.object({
  webhook_id: z.uuid(),
  url: z.string(),
  events: z.array(EventType),
  description: z.optional(z.string()),
  active: z.boolean(),
  deactivated_reason: z.optional(z.string()),
  failing_since: z.optional(z.iso.datetime()),
  previous_secret_valid_until: z.optional(z.iso.datetime()),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})

export type Webhook = z.infer<typeof Webhook>

export const WebhookList = z.object({
  data: z.array(Webhook),
  next_cursor: z.optional(z.string()),
})

/** A webhook with its secret, shown this once. */
export const CreatedWebhook = z.object({ ...Webhook.shape, secret: z.string() })

/** A webhook with its new secret, and in words which secrets are valid now. */
export const RotatedWebhook = z.object({ ...CreatedWebhook.shape, notice: z.string() })

const WebhookRow = z.object({
  ...Webhook.shape,
  description: z.nullable(z.string()),
  deactivated_reason: z.nullable(z.string()),
  failing_since: z.nullable(z.date()),
  previous_secret_until: z.nullable(z.date()),
  created_at: z.date(),
  updated_at: z.date(),
  secret_version: z.int(),
  is_rotating: z.boolean(),
  position: z.string(),
})

const columns = fragment`webhook_id::text, url, events, description, active, deactivated_reason,
  failing_since, previous_secret_until, created_at, updated_at, secret_version,
  coalesce(previous_secret_until > now(), false) as is_rotating, ${microseconds(fragment`created_at`)}`

export interface RegistryDeps {
  neon: Neon
  signer: Signer
  newId: () => string
  allowPrivate: boolean
  ports: string[]
}

/** The webhooks in Neon, at most a hundred; their secrets are derived and never stored. */
export function createRegistry({ neon, signer, newId, allowPrivate, ports }: RegistryDeps) {
  return {
    async create(wanted: z.infer<typeof NewWebhook>): Promise<z.infer<typeof CreatedWebhook>> {
      requirePublic(wanted.url)
      const id = newId()
      const secret = await signer.secretOf(id, 1)
      const [, rows] = await neon.transaction([
        sql(NoRow)`select pg_advisory_xact_lock(hashtext('webhooks'))`,
        insertWebhook(id, wanted, await hashOf(secret)),
      ])
      if (rows[0]) return { ...toWebhook(rows[0]), secret }
      throw new Problem('conflict', `There are ${mostWebhooks} webhooks already; delete one first.`)
    },

    /** The webhooks, newest first. */
    async list({ cursor, limit }: Page): Promise<z.infer<typeof WebhookList>> {
      const after =
        cursor === undefined
          ? fragment``
          : fragment`where (created_at, webhook_id) < ${rowAt(readCursor(cursor, 'uuid'))}`
      const rows = await neon.run(sql(WebhookRow)`
        select ${columns} from webhooks ${after}
        order by created_at desc, webhook_id desc limit ${limit + 1}::int`)
      const { page, ...rest } = cutPage(rows, limit, (row) => [row.position, row.webhook_id])
      return { data: page.map(toWebhook), ...rest }
    },

    async get(id: string): Promise<Webhook> {
      return toWebhook(await getRow(id))
    },

    /** Changes a webhook; made active again, it starts without a history of failures. */
    async change(id: string, change: z.infer<typeof WebhookChange>): Promise<Webhook> {
      if (change.url !== undefined) requirePublic(change.url)
      const [row] = await neon.run(changeWebhook(id, change))
      return toWebhook(row ?? unknown(id))
    },

    /** Deletes a webhook with its deliveries. */
    async remove(id: string): Promise<void> {
      const rows = await neon.run(
        sql(NoRow)`delete from webhooks where webhook_id = ${id} returning webhook_id`,
      )
      if (rows.length === 0) unknown(id)
    },

    /** Gives a new secret; the one before it signs too for 24 hours, any older one no more. */
    async rotate(id: string): Promise<z.infer<typeof RotatedWebhook>> {
      const before = await getRow(id)
      const secret = await signer.secretOf(id, before.secret_version + 1)
      const [row] = await neon.run(sql(WebhookRow)`
        update webhooks
        set secret_version = secret_version + 1, secret_hash = ${await hashOf(secret)},
          previous_secret_until = now() + make_interval(hours => ${rotationHours}::int),
          updated_at = now()
        where webhook_id = ${id} and secret_version = ${before.secret_version}
        returning ${columns}`)
      if (!row) throw new Problem('conflict', 'The secret was rotated at the same time.')
      return { ...toWebhook(row), secret, notice: noticeOf(before.is_rotating) }
    },
  }

  function requirePublic(url: string) {
    const rejection = rejectionOf(url, { allowPrivate, ports })
    if (!rejection) return
    throw new Problem('invalid-request', `The url ${rejection}.`, {
      errors: [{ location: 'body.url', message: rejection }],
    })
  }

  async function getRow(id: string) {
    const [row] = await neon.run(
      sql(WebhookRow)`select ${columns} from webhooks where webhook_id = ${id}`,
    )
    return row ?? unknown(id)
  }
}

const insertWebhook = (id: string, wanted: z.infer<typeof NewWebhook>, secretHash: string) =>
  sql(WebhookRow)`
    insert into webhooks (webhook_id, url, events, description, secret_hash)
    select ${id}::uuid, ${wanted.url}, ${[...new Set(wanted.events)]}::text[],
      nullif(${wanted.description ?? null}, ''), ${secretHash}
    where (select count(*) from webhooks) < ${mostWebhooks}::int
    returning ${columns}`

function changeWebhook(id: string, change: z.infer<typeof WebhookChange>) {
  const { url = null, description = null, active = null } = change
  const events = change.events ? [...new Set(change.events)] : null
  const isRevived = active === true
  return sql(WebhookRow)`
    update webhooks
    set url = coalesce(${url}, url), events = coalesce(${events}::text[], events),
      description = nullif(coalesce(${description}, description), ''),
      active = coalesce(${active}::boolean, active),
      failing_since = case when ${isRevived}::boolean or ${url}::text is not null
        then null else failing_since end,
      deactivated_reason = case when ${isRevived}::boolean then null else deactivated_reason end,
      updated_at = now()
    where webhook_id = ${id}
    returning ${columns}`
}

function noticeOf(wasRotating: boolean): string {
  const both = `Two secrets are valid: this one, and for ${rotationHours} hours the one before it.`
  const dropped = 'Rotated twice within that time, the webhook has dropped the oldest secret now.'
  return wasRotating ? `${both} ${dropped}` : both
}

function unknown(id: string): never {
  throw new Problem('not-found', `There is no webhook ${id}.`)
}

function toWebhook(row: z.infer<typeof WebhookRow>): Webhook {
  const { description, deactivated_reason, failing_since, previous_secret_until } = row
  return {
    webhook_id: row.webhook_id,
    url: row.url,
    events: row.events,
    ...(description !== null && { description }),
    active: row.active,
    ...(deactivated_reason !== null && { deactivated_reason }),
    ...(failing_since && { failing_since: failing_since.toISOString() }),
    ...(row.is_rotating &&
      previous_secret_until && {
        previous_secret_valid_until: previous_secret_until.toISOString(),
      }),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}
