import type { Neon } from '../clients/neon.ts'
import { failureOf } from '../upstream/cause.ts'
import type { Helpdesk, Note } from './helpdesk.ts'
import {
  claimedElsewhere,
  claimRelays,
  dueRelays,
  forgetRelay,
  noteFailure,
  noteTold,
  type Relay,
  readHandOff,
  releaseRelay,
  secondsUntilRelay,
} from './relay-rows.ts'

/** Seconds until the next attempt after each failure in a row; then nothing more is tried by itself. */
const waits = [30, 120, 600, 3600, 21_600, 43_200, 86_400, 86_400]
/** Somebody else tells the tool at this moment, and may have read before what is to be told now. */
const soonSeconds = 5

export interface RelayDeps {
  neon: Neon
  helpdesks: Helpdesk[]
}

/**
 * Brings the team's tools to what the hand-offs of a session are now: opens a thread, says what has been
 * said since, shows how each stands, and takes all of it away once the session is erased. It can break off
 * anywhere; the next attempt goes on there. Gives the seconds after which another attempt is wanted.
 */
export async function relay(sessionId: string, deps: RelayDeps): Promise<number | undefined> {
  const wanted = await Promise.all(
    deps.helpdesks.map((helpdesk) => relayTo(helpdesk, sessionId, deps)),
  )
  const seconds = wanted.filter((one) => one !== undefined)
  return seconds.length > 0 ? Math.min(...seconds) : undefined
}

async function relayTo(
  helpdesk: Helpdesk,
  sessionId: string,
  { neon }: RelayDeps,
): Promise<number | undefined> {
  const [[others], claimed] = await neon.transaction([
    claimedElsewhere(sessionId, helpdesk.name),
    claimRelays(sessionId, helpdesk.name),
  ])
  let wanted = others && others.count > 0 ? soonSeconds : undefined
  for (const one of claimed) {
    const more = await attempt(one, helpdesk, neon)
    if (more !== undefined) wanted = Math.min(more, wanted ?? more)
  }
  return wanted
}

/** What fails is kept with its reason, where the desk shows it. */
async function attempt(known: Relay, helpdesk: Helpdesk, neon: Neon): Promise<number | undefined> {
  const { escalation_id: id } = known
  try {
    const hasMore = await tell(known, helpdesk, neon)
    return hasMore ? 0 : undefined
  } catch (error) {
    const seconds = waits[known.attempts]
    const failure = failureOf(error).message || 'It could not be told why'
    await neon.run(noteFailure(id, helpdesk.name, { seconds: seconds ?? 0, failure }))
    return known.attempts + 1 < waits.length ? seconds : undefined
  }
}

/** Tells a tool what it does not know of a hand-off; says whether there is more than one attempt tells. */
async function tell(known: Relay, helpdesk: Helpdesk, neon: Neon): Promise<boolean> {
  const { escalation_id: id, posted } = known
  const { name } = helpdesk
  const [row] = await neon.run(readHandOff(id, name))
  if (!row || row.found.is_erased) {
    await helpdesk.remove({ thread: known.thread ?? undefined, posted })
    await neon.run(forgetRelay(id, name))
    return false
  }
  const { found, state } = row
  const note: Note = async (placed) => void (await neon.run(noteTold(id, name, placed)))
  const thread = known.thread ?? (await helpdesk.open(found, { thread: undefined, posted }, note))
  const isNew = known.thread === null
  if (isNew) await neon.run(noteTold(id, name, { thread }))
  for (const message of found.said) {
    await helpdesk.say(message, thread, note)
    await neon.run(noteTold(id, name, { message: message.message_id }))
  }
  if (known.told_state !== state) {
    // A thread is opened with how the hand-off stands, which at first is that nobody has it.
    if (!isNew || found.status !== 'waiting') await helpdesk.show(found, thread, note)
    await neon.run(noteTold(id, name, { state }))
  }
  await neon.run(releaseRelay(id, name))
  return row.has_more
}

/** The sessions of which a tool is to be told something now, and the seconds until there are more. */
export async function findDueRelays({ neon, helpdesks }: RelayDeps) {
  const [due, [next]] = await neon.transaction([
    dueRelays(helpdesks.map(({ name }) => name)),
    secondsUntilRelay,
  ])
  return { sessions: due.map((row) => row.session_id), seconds: next?.seconds ?? undefined }
}
