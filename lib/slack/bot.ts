import { type Afterwards, type AskDeps, apology, ask } from '../channels/ask.ts'
import { type HandOffDeps, handOff } from '../channels/hand-off.ts'
import type { Writer } from '../channels/writer.ts'
import type { Slack } from '../clients/channels/slack.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { answerMessage, type Place } from './answer-message.ts'
import { messageOf, type SlackCall } from './events.ts'
import { hearTeam, pressTeam, type TeamDeps } from './team.ts'

export interface SlackBotDeps extends AskDeps, HandOffDeps {
  slack: Slack
  redis: RedisDoor
  /** Where the team answers hand-offs; absent where it does not do so in Slack. */
  team: TeamDeps | undefined
}

/** What a call comes with: where this function is, and what keeps it alive. */
export interface Call {
  origin: string
  afterwards: Afterwards
}

/** Slack sends an event again that it thinks was lost, for about an hour. */
const repeatedForSeconds = 86_400

/** Takes what Slack sends; what was taken before, or is of another kind, changes nothing. */
export async function takeSlackCall(
  sent: SlackCall,
  call: Call,
  deps: SlackBotDeps,
): Promise<void> {
  try {
    if (sent.type === 'event_callback') await hear(sent, call, deps)
    if (sent.type === 'block_actions') await press(sent, call, deps)
  } catch (error) {
    // Slack was told that it was taken: what failed is for the operator to see.
    console.error(`A call of Slack failed: ${error instanceof Error ? error.message : error}`)
  }
}

type Told = Extract<SlackCall, { type: 'event_callback' }>
type Pressed = Extract<SlackCall, { type: 'block_actions' }>

async function hear(told: Told, { origin, afterwards }: Call, deps: SlackBotDeps): Promise<void> {
  const message = messageOf(told)
  if (!message) return
  const place = { channel: message.channel, thread_ts: message.thread_ts ?? message.ts }
  if (deps.team && message.thread_ts && message.channel === deps.team.channel)
    return await hearTeam({ ...message, ...place }, deps.slack, deps.team)
  const isPrivate = message.channel_type === 'im'
  const writer = writerOf(told.team_id, message.user, place, isPrivate)
  const names = told.authorizations.map(({ user_id }) => `<@${user_id}>`)
  const text = message.text ?? ''
  const isNamed = names.some((name) => text.includes(name))
  // A message that names us comes as app_mention too; any other is for us in a thread of ours alone.
  if (message.type === 'message' && !isPrivate) {
    if (isNamed || !(message.thread_ts && (await deps.conversations.isKnown(writer)))) return
  }
  if (!(await isFirst(told.event_id, deps))) return
  const question = names.reduce((said, name) => said.replaceAll(name, ' '), text).trim()
  const asksForPerson = /^\/?human\b\s*(.*)$/is.exec(question)
  if (asksForPerson) return await toPerson(asksForPerson[1] ?? '', writer, place, origin, deps)
  await ask(question, writer, () => answerMessage(place, deps.slack), afterwards, deps)
}

async function press(pressed: Pressed, { origin }: Call, deps: SlackBotDeps): Promise<void> {
  const [action] = pressed.actions
  if (action && deps.team && pressed.channel.id === deps.team.channel)
    return await pressTeam(pressed, deps.slack, deps.team)
  if (action?.action_id !== 'human') return
  const { team, user, channel, message } = pressed
  if (!(await isFirst(`${user.id}:${action.action_ts}`, deps))) return
  const place = { channel: channel.id, thread_ts: message.thread_ts ?? message.ts }
  // A channel of direct messages has an id that begins with D.
  await toPerson(
    '',
    writerOf(team.id, user.id, place, channel.id.startsWith('D')),
    place,
    origin,
    deps,
  )
}

async function toPerson(
  reason: string,
  writer: Writer,
  place: Place,
  origin: string,
  deps: SlackBotDeps,
): Promise<void> {
  const { channel, thread_ts } = place
  const address = { channel: 'slack', channel_id: channel, thread_ts } as const
  const text = await handOff({ writer, reason, address, origin }, deps).catch(apology)
  await deps.slack.post({ ...place, text })
}

async function isFirst(id: string, { redis }: SlackBotDeps): Promise<boolean> {
  const reply = await redis.commands
    .set(`slack:event:${id}`, '1', { nx: true, ex: repeatedForSeconds })
    // Without Redis an event that is repeated is answered twice.
    .catch(() => 'OK')
  return reply === 'OK'
}

/** A thread is a conversation, whoever writes in it. */
const writerOf = (team: string, user: string, place: Place, isPrivate: boolean): Writer => ({
  channel: 'slack',
  userId: `${team}/${user}`,
  conversation: `${place.channel}:${place.thread_ts}`,
  isPrivate,
  contact: `Slack: https://app.slack.com/client/${team}/${user}`,
})
