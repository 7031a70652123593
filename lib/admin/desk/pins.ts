import * as z from 'zod/mini'
import { Source } from '../../chat/events.ts'
import { Passage } from '../../chat/passage.ts'
import { fragment, type Neon, sql } from '../../clients/neon.ts'
import { microseconds, rowAt } from '../../clients/position.ts'
import { cutPage, Page, readCursor } from '../../cursor.ts'
import { packed } from '../../desk/pin.ts'
import { Problem } from '../../problem.ts'
import { someText } from '../../text/clean-text.ts'
import { toJsonb } from '../../webhooks/record.ts'
import { isExpired, isOutdated, mostPins } from './live-pins.ts'
import { pinFaults } from './pin-faults.ts'

const longestAnswer = 4000
const largestId = 2n ** 63n - 1n
const id = z.string().check(
  z.regex(/^\d{1,19}$/, 'Must be the id of a passage'),
  z.refine(
    (text) => /^\d{1,19}$/.test(text) && BigInt(text) <= largestId,
    'Must be the id of a passage',
  ),
)

/** An answer to be pinned to a question; it cites its sources by their places in the list, from 1. */
export const NewPin = z.strictObject({
  question: someText(500),
  answer: someText(longestAnswer),
  /** The passages that it rests on, by their ids. */
  passage_ids: z._default(z.array(id).check(z.maxLength(8)), []),
  /** From then on the question is answered as any other. */
  expires_at: z.optional(z.iso.datetime()),
})

/** A pinned answer. It is `outdated`, and not given, once a page says something else than it cites. */
export const PinnedAnswer = z.object({
  pin_id: z.uuid(),
  question: z.string(),
  answer: z.string(),
  sources: z.array(Source),
  author: z.string(),
  created_at: z.iso.datetime(),
  expires_at: z.optional(z.iso.datetime()),
  state: z.enum(['in-force', 'expired', 'outdated']),
  /** Whether questions near by get it too: not while the embedding was away. */
  is_near: z.boolean(),
})

export type PinnedAnswer = z.infer<typeof PinnedAnswer>

export const PinQuery = Page
export const PinList = z.object({
  data: z.array(PinnedAnswer),
  next_cursor: z.optional(z.string()),
})

export type PinList = z.infer<typeof PinList>

export type NewPin = z.infer<typeof NewPin>

const Row = z.extend(PinnedAnswer, {
  created_at: z.date(),
  expires_at: z.nullable(z.date()),
  position: z.string(),
})

export interface PinDeps {
  neon: Neon
  now: () => number
  /** The vector of a question, and the model that made it. */
  embed: (question: string) => Promise<{ vector: number[]; by: string }>
}

const pinsWhere = (condition: ReturnType<typeof fragment>, most: number) => sql(Row)`
  select pin_id::text, question, answer, sources, author, created_at, expires_at,
    case when ${isExpired} then 'expired' when ${isOutdated} then 'outdated'
      else 'in-force' end as state, vector is not null as is_near,
    ${microseconds(fragment`created_at`)}
  from pins p where ${condition} order by created_at desc, pin_id desc limit ${most}`

/** The pinned answers, the latest first. */
export async function listPins(
  { cursor, limit }: z.infer<typeof PinQuery>,
  neon: Neon,
): Promise<z.infer<typeof PinList>> {
  const before = cursor
    ? fragment`(created_at, pin_id) < ${rowAt(readCursor(cursor, 'uuid'))}`
    : fragment`true`
  const rows = await neon.run(pinsWhere(before, limit + 1))
  const { page, ...next } = cutPage(rows, limit, ({ position, pin_id }) => [position, pin_id])
  return { data: page.map(toPin), ...next }
}

/** Pins an answer; throws `invalid-request` where its own sources speak against it. */
export async function addPin(
  wanted: NewPin,
  author: string,
  deps: PinDeps,
): Promise<z.infer<typeof PinnedAnswer>> {
  const { question, answer, passage_ids: ids, expires_at: expires } = wanted
  if (expires !== undefined && Date.parse(expires) <= deps.now())
    throw refused('body.expires_at', 'The pin would have expired already.')
  const passages = await readPassages(ids, deps.neon)
  const sources = passages.map(toSource)
  const [fault, ...more] = pinFaults(answer, sources)
  if (fault !== undefined) throw refused('body.answer', [fault, ...more].slice(0, 5).join(' '))
  // Without a vector it answers its own wording alone, and the list says so.
  const embedded = await deps.embed(question).catch(() => undefined)
  const rests = passages.map(({ passage_id, content_hash }) => ({ id: passage_id, content_hash }))
  const [[added], rows] = await deps.neon.transaction([
    sql(z.object({ pin_id: z.string() }))`
      insert into pins (question, answer, sources, passages, author, expires_at, vector, embedding)
      select ${question}, ${answer}, ${toJsonb(sources)}::jsonb, ${toJsonb(rests)}::jsonb, ${author},
        ${expires ?? null}::timestamptz, ${embedded ? packed(embedded.vector) : null},
        ${embedded?.by ?? null}
      where (select count(*) from pins p where not ${isExpired}) < ${mostPins}::int
      returning pin_id::text`,
    pinsWhere(fragment`true`, 1),
  ])
  const [row] = rows
  if (added && row) return toPin(row)
  throw new Problem('conflict', `${mostPins} answers are pinned: take one away first.`)
}

/** Takes a pinned answer away. */
export async function removePin(pinId: string, neon: Neon): Promise<void> {
  const [gone] = await neon.run(sql(z.unknown())`
    delete from pins where pin_id = ${pinId} returning pin_id`)
  if (gone === undefined) throw new Problem('not-found', `There is no pinned answer ${pinId}.`)
}

/** The passages of these ids, in their order; throws `invalid-request` for one that is not there. */
async function readPassages(ids: string[], neon: Neon): Promise<Passage[]> {
  if (ids.length === 0) return []
  const rows = await neon.run(sql(Passage)`
    select d.id::text as passage_id, d.content as text, d.source, d.url, d.part, d.part_number,
      d.chapter, d.section, d.chunk_index, d.content_hash
    from documents d where d.id = any (${ids}::bigint[])`)
  return ids.map((wanted) => {
    const found = rows.find(({ passage_id }) => passage_id === wanted)
    if (!found) throw refused('body.passage_ids', `There is no passage ${wanted}.`)
    return found
  })
}

const toSource = (passage: Passage, at: number): Source => {
  const { passage_id, text, source, url, part, part_number, chapter, section } = passage
  const place = { passage_id, text, source, url, part, part_number, chapter, section }
  return { n: at + 1, ...place, score: 1, is_primary: false }
}

const refused = (location: string, message: string) =>
  new Problem('invalid-request', message, { errors: [{ location, message }] })

function toPin({ position: _, created_at, expires_at, ...row }: z.infer<typeof Row>) {
  return {
    ...row,
    created_at: created_at.toISOString(),
    ...(expires_at && { expires_at: expires_at.toISOString() }),
  }
}
