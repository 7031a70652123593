import type { ChannelAddress } from '../conversation/escalation/escalation.ts'

/** Who writes on a channel, and in which conversation. */
export interface Writer {
  channel: ChannelAddress['channel']
  /** What the channel calls them. */
  userId: string
  /** What the channel calls the conversation: a chat, a thread. */
  conversation: string
  /** Whether nobody else reads it: what is remembered of a reader is nothing to tell a group. */
  isPrivate: boolean
  /** How a person reaches the writer. */
  contact: string
}

/** What limits call a writer: nobody else's questions count against it. */
export const addressOf = ({ channel, userId }: Pick<Writer, 'channel' | 'userId'>) =>
  `${channel}:${userId}`
