import * as z from 'zod/mini'
import { fragment, sql } from '../../clients/neon.ts'
import { Pin } from '../../desk/pin.ts'

export const mostPins = 100

const PinRow = z.object({ pin: Pin })

/** Whether a passage of a pin `p` has gone, or has changed since. */
export const isOutdated = fragment`exists (
  select from jsonb_to_recordset(p.passages) as held (id bigint, content_hash text)
  left join documents d on d.id = held.id
  where d.content_hash is distinct from held.content_hash)`

export const isExpired = fragment`coalesce(p.expires_at <= now(), false)`

/** The statement that reads the pinned answers that are in force, with who may read what they cite. */
export const livePins = sql(PinRow)`
  select jsonb_strip_nulls(jsonb_build_object('pin_id', pin_id, 'question', question, 'answer', answer,
    'sources', sources, 'expires_at', expires_at, 'vector', vector, 'embedding', embedding,
    'pages', (select coalesce(jsonb_agg(distinct jsonb_build_object('groups', d.groups,
        'version', d.version, 'site', d.site)), '[]')
      from jsonb_to_recordset(p.passages) as held (id bigint) join documents d on d.id = held.id))) as pin
  from pins p where not ${isExpired} and not ${isOutdated}
  order by created_at desc, pin_id limit ${mostPins}`
