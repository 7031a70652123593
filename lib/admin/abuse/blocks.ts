import * as z from 'zod/mini'
import { type Neon, NoRow, sql } from '../../clients/neon.ts'
import { networkOf } from '../../desk/network.ts'
import { Problem } from '../../problem.ts'
import { cleanText } from '../../text/clean-text.ts'

/** Who is to be blocked, and for how long: a session, or a network by an address in it. */
export const NewBlock = z.strictObject({
  session_id: z.optional(z.uuid().check(z.toLowerCase())),
  /** An address or a network; its /24 or /48 is kept. */
  network: z.optional(z.string().check(z.minLength(2), z.maxLength(60))),
  hours: z.int().check(z.gte(1), z.lte(720)),
  reason: z._default(cleanText.check(z.maxLength(200)), ''),
})

/** A session or a network that is blocked. */
export const BlockEntry = z.object({
  block_id: z.uuid(),
  session_id: z.optional(z.uuid()),
  network: z.optional(z.string()),
  reason: z.string(),
  author: z.string(),
  created_at: z.iso.datetime({ offset: true }),
  expires_at: z.iso.datetime({ offset: true }),
})

export type BlockEntry = z.infer<typeof BlockEntry>

export const BlockList = z.object({ data: z.array(BlockEntry) })

export type BlockList = z.infer<typeof BlockList>

/** Each isolate holds all of them. */
const mostBlocks = 200
const keptDays = 30

const Row = z.object({ found: BlockEntry })

/** Who is blocked now, the latest first. */
export async function listBlocks(neon: Neon): Promise<BlockList> {
  const rows = await neon.run(sql(Row)`
    select jsonb_strip_nulls(to_jsonb(b)) as found from blocks b
    where expires_at > now() order by created_at desc, block_id limit ${mostBlocks}::int`)
  return { data: rows.map(({ found }) => found) }
}

/** Blocks a session or a network; one that is blocked already is blocked anew. */
export async function addBlock(
  { session_id, network: given, hours, reason }: z.infer<typeof NewBlock>,
  author: string,
  neon: Neon,
): Promise<BlockEntry> {
  if ((session_id === undefined) === (given === undefined))
    throw wrong('body', 'Send session_id, or network, and not both.')
  const network = given === undefined ? undefined : networkOf(given)
  if (given !== undefined && network === undefined)
    throw wrong(
      'body.network',
      'Must be an address, as 203.0.113.7 or 2001:db8::1, or its network.',
    )
  const [, rows] = await neon.transaction([
    sql(NoRow)`
      delete from blocks where expires_at < now() - make_interval(days => ${keptDays}::int)
        or session_id = ${session_id ?? null}::uuid or network = ${network ?? null}`,
    sql(Row)`
      insert into blocks as b (session_id, network, reason, author, expires_at)
      select ${session_id ?? null}::uuid, ${network ?? null}, ${reason}, ${author},
        now() + make_interval(hours => ${hours}::int)
      where (select count(*) from blocks where expires_at > now()) < ${mostBlocks}::int
      returning jsonb_strip_nulls(to_jsonb(b)) as found`,
  ])
  if (!rows[0])
    throw new Problem('conflict', `${mostBlocks} are blocked already: unblock somebody first.`)
  return rows[0].found
}

/** Unblocks. */
export async function removeBlock(id: string, neon: Neon): Promise<void> {
  const removed = await neon.run(sql(NoRow)`
    delete from blocks where block_id = ${id} returning block_id`)
  if (removed.length === 0) throw new Problem('not-found', `There is no block ${id}.`)
}

const wrong = (location: string, message: string) =>
  new Problem('invalid-request', message, { errors: [{ location, message }] })
