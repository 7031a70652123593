import { escapedForSlack, type Slack } from '../clients/channels/slack.ts'
import { Problem } from '../problem.ts'

/** What somebody of the team does with a hand-off in its thread. */
type Deed = { helpdesk: 'slack'; thread: string; by: string } & (
  | { kind: 'reply'; content: string; messageId: string }
  | { kind: 'take' | 'close' }
)

export interface TeamDeps {
  /** The channel of the hand-offs. */
  channel: string
  /** Gives what the reader's messenger said against a reply. */
  takeDeed: (deed: Deed) => Promise<string | undefined>
}

interface Written {
  channel: string
  thread_ts: string
  ts: string
  user: string
  text?: string | undefined
}

interface Pressed {
  user: { id: string }
  channel: { id: string }
  message: { ts: string; thread_ts?: string | undefined }
  actions: { action_id: string }[]
}

/** What begins so is not for the reader. */
const amongUs = '//'

const deeds = { take_hand_off: 'take', close_hand_off: 'close' } as const

/** Takes what somebody of the team writes in a hand-off's thread to its reader. */
export async function hearTeam(
  written: Written,
  slack: Slack,
  { takeDeed }: TeamDeps,
): Promise<void> {
  const { channel, thread_ts, ts } = written
  const content = plainText(written.text ?? '').trim()
  if (content === '' || content.startsWith(amongUs)) return
  const deed = {
    ...({ helpdesk: 'slack', kind: 'reply', content } as const),
    by: await nameOf(written.user, slack),
    thread: `${channel}:${thread_ts}`,
    messageId: `${channel}:${ts}`,
  }
  const failure = await takeDeed(deed).catch(asWords)
  // Any other thread of the channel is the team's own.
  if (failure) await slack.post({ channel, thread_ts, text: escapedForSlack(failure) })
}

/** Takes a hand-off, or closes it, by its button. */
export async function pressTeam(
  { user, channel, message, actions: [action] }: Pressed,
  slack: Slack,
  { takeDeed }: TeamDeps,
): Promise<void> {
  const kind = Object.entries(deeds).find(([id]) => id === action?.action_id)?.[1]
  if (!kind) return
  const thread = `${channel.id}:${message.thread_ts ?? message.ts}`
  const by = await nameOf(user.id, slack)
  const failure = await takeDeed({ helpdesk: 'slack', kind, thread, by }).catch(asWords)
  if (failure) await slack.post({ channel: channel.id, thread_ts: message.ts, text: failure })
}

/** What whoever wrote is told; nothing where it is no hand-off. */
function asWords(error: unknown): string | undefined {
  if (error instanceof Problem)
    return error.type === 'not-found' ? undefined : `The reader was not told: ${error.message}`
  console.error(`A hand-off in Slack failed: ${error instanceof Error ? error.message : error}`)
  return 'The reader was not told: it cannot be taken at the moment. Please write it again later.'
}

/** Without the right to read names, it is somebody of the team. */
const nameOf = async (user: string, slack: Slack) =>
  (await slack.nameOf(user).catch(() => undefined)) ?? 'The team'

/** A message of Slack as plain text: links as they read, mentions without their ids. */
export const plainText = (text: string): string =>
  text
    .replace(/<(https?:[^|>]+)\|([^>]+)>/g, '$2 ($1)')
    .replace(/<mailto:[^|>]+\|([^>]+)>/g, '$1')
    .replace(/<[@#!][^|>]*\|([^>]+)>/g, '$1')
    .replace(/<[@#!][^>]*>/g, '')
    .replace(/<([^>]+)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
