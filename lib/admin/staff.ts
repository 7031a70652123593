import * as z from 'zod/mini'
import { type Neon, NoRow, sql } from '../clients/neon.ts'
import { Problem } from '../problem.ts'
import { cleanText } from '../text/clean-text.ts'
import { sha256Hex } from '../text/hash/sha256.ts'
import { toJsonb } from '../webhooks/record.ts'
import type { CloudflareAccess } from './cloudflare-access.ts'

const Role = z.enum(['viewer', 'editor', 'owner'])

/** Somebody who is to get a token of their own. */
export const NewMember = z.strictObject({
  name: cleanText.check(z.minLength(1), z.maxLength(100)),
  role: Role,
})

export const Member = z.object({
  token_id: z.uuid(),
  name: z.string(),
  role: Role,
  created_at: z.iso.datetime(),
})

export type Member = z.infer<typeof Member>

/** Who calls. */
export const Me = z.object({ name: z.string(), role: Role })

export type Me = z.infer<typeof Me>

/** `token` is shown this once. */
export const CreatedMember = z.extend(Member, { token: z.string() })

export type CreatedMember = z.infer<typeof CreatedMember>

export const MemberList = z.object({ data: z.array(Member) })

export type MemberList = z.infer<typeof MemberList>

const MemberRow = z.extend(Member, { created_at: z.date() })
const Known = z.object({ name: z.string(), role: Role })

const tokenForm = /^mst_[\w-]{43}$/
const mostMembers = 50
/** How long a token that was taken back may still open another isolate. */
const knownMs = 60_000
const mostKnown = 200
const auditDays = 400

export interface StaffDeps {
  neon: Neon
  /** Cloudflare Access, where it stands before this deployment. */
  access: CloudflareAccess | undefined
  now: () => number
  log: (line: string) => void
}

type Entry = { member: z.infer<typeof Known>; action: string; target: object }

/** Those who run a deployment beside the holder of ADMIN_TOKEN; of their tokens only hashes are kept. */
export function createStaff({ neon, access, now, log }: StaffDeps) {
  const known = new Map<string, { member: z.infer<typeof Known> | undefined; until: number }>()

  async function memberOf(token: string) {
    if (!tokenForm.test(token)) return undefined
    const hash = await sha256Hex(token)
    const kept = known.get(hash)
    if (kept && kept.until > now()) return kept.member
    const [member] = await neon.run(sql(Known)`
      select name, role from admin_tokens where token_hash = ${hash} and revoked_at is null`)
    known.delete(hash)
    known.set(hash, { member, until: now() + knownMs })
    if (known.size > mostKnown) known.delete(known.keys().next().value ?? '')
    return member
  }

  return {
    memberOf,
    memberByAccess: async (assertion: string) => await access?.memberOf(assertion),

    async record({ member, action, target }: Entry): Promise<void> {
      try {
        await neon.run(sql(NoRow)`
          with forgotten as (
            delete from audit_log where at < now() - make_interval(days => ${auditDays}::int))
          insert into audit_log (member, role, action, target)
          values (${member.name}, ${member.role}, ${action}, ${toJsonb(target)}::jsonb)`)
      } catch (error) {
        // What can be done without Neon is only to forget cached answers: the log tells of it.
        log(JSON.stringify({ audit: action, member: member.name, target, reason: String(error) }))
      }
    },

    async add(wanted: z.infer<typeof NewMember>): Promise<z.infer<typeof CreatedMember>> {
      const token = newToken()
      const [row] = await neon.run(sql(MemberRow)`
        insert into admin_tokens (name, role, token_hash)
        select ${wanted.name}, ${wanted.role}, ${await sha256Hex(token)}
        where (select count(*) from admin_tokens where revoked_at is null) < ${mostMembers}::int
        returning token_id::text, name, role, created_at`)
      if (!row)
        throw new Problem('conflict', `There are ${mostMembers} tokens; take one back first.`)
      return { ...toMember(row), token }
    },

    async list(): Promise<z.infer<typeof MemberList>> {
      const rows = await neon.run(sql(MemberRow)`
        select token_id::text, name, role, created_at from admin_tokens
        where revoked_at is null order by created_at, token_id`)
      return { data: rows.map(toMember) }
    },

    /** Takes a token back: at once here, and within a minute everywhere. */
    async remove(tokenId: string): Promise<void> {
      const [row] = await neon.run(sql(z.object({ token_hash: z.string() }))`
        update admin_tokens set revoked_at = now()
        where token_id = ${tokenId} and revoked_at is null returning token_hash`)
      if (!row) throw new Problem('not-found', `There is no token ${tokenId}.`)
      known.delete(row.token_hash)
    },
  }
}

const toMember = (row: z.infer<typeof MemberRow>) => ({
  ...row,
  created_at: row.created_at.toISOString(),
})

function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  const text = btoa(String.fromCharCode(...bytes))
  return `mst_${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`
}
