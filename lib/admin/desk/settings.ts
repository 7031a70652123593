import * as z from 'zod/mini'
import { type Neon, sql } from '../../clients/neon.ts'
import { DeskValues } from '../../desk/values.ts'
import { Problem } from '../../problem.ts'
import { toJsonb } from '../../webhooks/record.ts'
import { faultsOf } from './faults.ts'
import { latestSettings, Saved } from './latest-settings.ts'

const mostVersions = 100

/** Who saves. */
interface Member {
  name: string
  role: string
}

/** What the desk says, as it was saved last, and whether those who answer have it. */
export const DeskSettings = z.object({
  /** 0 where nothing was ever saved. */
  version: z.int(),
  values: DeskValues,
  saved_at: z.optional(z.iso.datetime()),
  saved_by: z.optional(z.string()),
  /** What counts where the desk says nothing. */
  deployment: DeskValues,
  is_in_force: z.boolean(),
})

/** `version` is the one that was read: it is refused where somebody has saved since. */
export const DeskChange = z.strictObject({
  version: z.int().check(z.gte(0), z.lte(2_147_483_646)),
  values: DeskValues,
})

/** Takes up again what was saved as version `to`; 0 is the deployment's own settings. */
export const DeskRestore = z.strictObject({
  version: DeskChange.shape.version,
  to: DeskChange.shape.version,
})

/** One saved state of the desk, and what it changed of the one before. */
export const DeskVersion = z.object({
  version: z.int(),
  values: DeskValues,
  changed: z.array(z.string()),
  saved_at: z.iso.datetime(),
  saved_by: z.string(),
  restored_from: z.optional(z.int()),
})

export const DeskVersions = z.object({ data: z.array(DeskVersion) })

export type DeskVersions = z.infer<typeof DeskVersions>

export type DeskSettings = z.infer<typeof DeskSettings>

/** The last versions, the latest first. */
export async function listVersions(neon: Neon): Promise<z.infer<typeof DeskVersions>> {
  const rows = await neon.run(sql(Saved)`
    select version, values, saved_at, saved_by, restored_from from desk_settings
    order by version desc limit ${mostVersions + 1}`)
  const data = rows.slice(0, mostVersions).map((row, at) => ({
    version: row.version,
    values: row.values,
    changed: differences(rows[at + 1]?.values ?? {}, row.values),
    saved_at: row.saved_at.toISOString(),
    saved_by: row.saved_by,
    ...(row.restored_from !== null && { restored_from: row.restored_from }),
  }))
  return { data }
}

/** Saves the desk's next version; throws `conflict` where somebody else has, `invalid-request` for bad words. */
export async function saveSettings(
  { version, values }: z.infer<typeof DeskChange>,
  { name, role }: Member,
  neon: Neon,
  restoredFrom?: number,
): Promise<Saved> {
  const errors = faultsOf(values)
  if (errors.length > 0)
    throw new Problem('invalid-request', errors.map(({ message }) => message).join(' '), { errors })
  if (role !== 'owner') await requireSameRetention(values, neon)
  const [[saved], [latest]] = await neon.transaction([
    sql(Saved)`
      insert into desk_settings (version, values, saved_by, restored_from)
      select ${version}::int + 1, ${toJsonb(values)}::jsonb, ${name}, ${restoredFrom ?? null}::int
      where ${version}::int = coalesce((select max(version) from desk_settings), 0)
      on conflict (version) do nothing
      returning version, values, saved_at, saved_by, restored_from`,
    latestSettings,
  ])
  if (saved) return saved
  throw new Problem(
    'conflict',
    latest
      ? `${latest.saved_by} saved version ${latest.version} after you had read version ${version}. Read the settings again, and save what you want of both.`
      : `Nothing has been saved yet: send version 0.`,
  )
}

/** What is erased cannot be taken back: an owner alone says when. */
async function requireSameRetention({ retention_days: days }: DeskValues, neon: Neon) {
  const [latest] = await neon.run(latestSettings)
  if (latest?.values.retention_days !== days)
    throw new Problem('forbidden', 'Only an owner changes after how many days words are erased.')
}

/** Saves once more what was saved as an earlier version. */
export async function restoreSettings(
  { version, to }: z.infer<typeof DeskRestore>,
  member: Member,
  neon: Neon,
): Promise<Saved> {
  const [wanted] =
    to === 0
      ? [{ values: {} }]
      : await neon.run(sql(Saved)`
          select version, values, saved_at, saved_by, restored_from from desk_settings
          where version = ${to}`)
  if (!wanted) throw new Problem('not-found', `There is no version ${to} of the settings.`)
  return await saveSettings({ version, values: wanted.values }, member, neon, to)
}

/** The names of what one says otherwise than the other. */
function differences(before: DeskValues, after: DeskValues): string[] {
  const [old, next] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  const isOther = (name: string) => JSON.stringify(old.get(name)) !== JSON.stringify(next.get(name))
  return [...new Set([...old.keys(), ...next.keys()])].filter(isOther).sort()
}
