import * as z from 'zod/mini'
import { NoRow, sql } from '../../clients/neon.ts'
import { Problem } from '../../problem.ts'
import { recordEvents } from '../../webhooks/record.ts'
import { EscalationState } from './escalation.ts'
import {
  afterChange,
  assignTo,
  eventOf,
  findEscalation,
  isChangedHere,
  lockSessionOf,
  type StaffDeps,
  takeWaiting,
} from './staff-rows.ts'

const StandsRow = z.object({ status: EscalationState, taken_by: z.nullable(z.string()) })

/** Takes a hand-off, so that others know; one that somebody else has, or that is over, is a conflict. */
export async function take(id: string, by: string, deps: StaffDeps): Promise<void> {
  const known = await findEscalation(id, deps.neon)
  const [, , woken, [stands]] = await deps.neon.transaction([
    lockSessionOf(id),
    takeWaiting(id, by, new Date(deps.now()).toISOString()),
    recordEvents([eventOf('escalation.taken', known, { taken_by: by }, deps)], isChangedHere(id)),
    sql(StandsRow)`select status, taken_by from escalations where id = ${id}`,
  ])
  if (stands?.status === 'closed') throw closed()
  if (stands?.taken_by !== by)
    throw new Problem('conflict', `${stands?.taken_by ?? 'Somebody'} has taken this hand-off.`)
  await afterChange(known, true, woken, deps)
}

/** Gives a hand-off to somebody, whoever has it; one that is over stays with whom it was. */
export async function assign(id: string, by: string, deps: StaffDeps): Promise<void> {
  const known = await findEscalation(id, deps.neon)
  const [, , woken] = await deps.neon.transaction([
    lockSessionOf(id),
    assignTo(id, by, new Date(deps.now()).toISOString()),
    recordEvents([eventOf('escalation.taken', known, { taken_by: by }, deps)], isChangedHere(id)),
  ])
  if (known.status !== 'closed') await afterChange(known, true, woken, deps)
}

/** Gives a hand-off back, so that it waits again. */
export async function release(id: string, deps: StaffDeps): Promise<void> {
  const known = await findEscalation(id, deps.neon)
  const [, changed] = await deps.neon.transaction([
    lockSessionOf(id),
    sql(StandsRow)`
      update escalations set status = 'waiting', taken_by = null, taken_at = null
      where id = ${id} and status <> 'closed' returning status, taken_by`,
  ])
  if (changed.length === 0) throw closed()
  await afterChange(known, false, [], deps)
}

/** Closes a hand-off: the question is dealt with, and its session resolved. Once more changes nothing. */
export async function close(id: string, by: string, deps: StaffDeps): Promise<void> {
  const known = await findEscalation(id, deps.neon)
  const { session_id } = known
  const at = new Date(deps.now()).toISOString()
  const resolved = { session_id, outcome_basis: 'confirmed', signal: 'person' }
  const [, , , woken] = await deps.neon.transaction([
    lockSessionOf(id),
    sql(NoRow)`
      update escalations set status = 'closed', closed_at = ${at}::timestamptz,
        taken_by = coalesce(taken_by, ${by}), taken_at = coalesce(taken_at, ${at}::timestamptz)
      where id = ${id} and status <> 'closed'`,
    sql(NoRow)`
      update sessions set status = 'resolved', confirmed_at = ${at}::timestamptz,
        last_active_at = greatest(last_active_at, ${at}::timestamptz)
      where id = ${session_id} and status = 'escalated' and ${isChangedHere(id)}`,
    recordEvents(
      [
        eventOf('escalation.closed', known, { closed_by: by }, deps),
        { ...eventOf('session.resolved', known, {}, deps), data: resolved },
      ],
      isChangedHere(id),
    ),
  ])
  await afterChange(known, false, woken, deps)
}

const closed = () => new Problem('conflict', 'This hand-off is closed.')
