import * as z from 'zod/mini'
import { type Neon, type Statement, sql } from '../../clients/neon.ts'
import type { RedisDoor } from '../../clients/redis.ts'
import { Block } from '../../desk/block.ts'
import { Desk, deskKey, type Pins, pinsKey } from '../../desk/in-force.ts'
import { versionKey } from '../../index/index-version.ts'
import { jsonOrUndefined } from '../../text/json.ts'
import { latestSettings } from './latest-settings.ts'
import { livePins } from './live-pins.ts'

const Publication = z.object({ publication: z.coerce.number() })
const mostAttempts = 4

export interface PublishDeps {
  neon: Neon
  redis: RedisDoor
}

/**
 * Puts what the desk says where everyone who answers finds it, and makes cached answers too old to be
 * given again, unless that `isNews` to nobody. Whoever has put something newer there meanwhile is put in order again.
 */
export async function publish({ neon, redis }: PublishDeps, isNews = true): Promise<void> {
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const { desk, pins } = await readSaid(
      sql(Publication)`select nextval('desk_publications')::text as publication`,
      neon,
    )
    const { publication } = desk
    const pipeline = redis.commands
      .pipeline()
      .set(deskKey, JSON.stringify(desk))
      .set(pinsKey, JSON.stringify(pins))
    // The version last: whoever sees it sees what the desk says as well.
    if (isNews) pipeline.incr(versionKey)
    await pipeline.exec()
    const [last] = await neon.run(lastPublication)
    if (last?.publication === publication) return
  }
}

const lastPublication = sql(Publication)`
  select last_value::text as publication from desk_publications`

/** What the desk says as Neon has it, for where the state is away. */
export const readDeskInNeon = (neon: Neon) => readSaid(lastPublication, neon)

async function readSaid(numbered: Statement<z.infer<typeof Publication>>, neon: Neon) {
  const [[next], [saved], found, blocked] = await neon.transaction([
    numbered,
    latestSettings,
    livePins,
    liveBlocks,
  ])
  const publication = next?.publication ?? 0
  const desk: Desk = { publication, version: saved?.version ?? 0, values: saved?.values ?? {} }
  const pins: Pins = {
    publication,
    pins: found.map(({ pin }) => pin),
    blocks: blocked.map(({ block }) => block),
  }
  return { desk, pins }
}

/** Who is blocked, of those whose block runs longest. */
const liveBlocks = sql(z.object({ block: Block }))`
  select jsonb_strip_nulls(jsonb_build_object('session_id', session_id, 'network', network,
    'until', expires_at)) as block
  from blocks where expires_at > now() order by expires_at desc limit 200`

/**
 * What follows a change of pages: pinned answers that cite them are read anew, for a page may say
 * something else now, or be for other readers. Asks for nothing more where none is pinned.
 */
export async function publishPins(deps: PublishDeps): Promise<void> {
  const [any] = await deps.neon.run(sql(z.unknown())`select from pins limit 1`)
  // What was cached of the pages as they were is too old already.
  if (any !== undefined) await publish(deps, false)
}

/** Publishes again where the state has lost what was published last; says whether it is in force. */
export async function republish(version: number, { neon, redis }: PublishDeps): Promise<boolean> {
  try {
    const held = Desk.safeParse(jsonOrUndefined((await redis.commands.get(deskKey)) ?? ''))
    if (held.success && held.data.version === version) return true
    if (version === 0 && !held.success) return true
    await publish({ neon, redis })
    return true
  } catch {
    // The desk says so, and tries again when it is next looked at, and after every run.
    return false
  }
}
