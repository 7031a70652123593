import { escapedForSlack as escaped, type Slack } from '../clients/channels/slack.ts'
import { type HandOff, type Helpdesk, speaker, standing, talkLines } from './helpdesk.ts'

/** The buttons below a hand-off. */
export const slackDeeds = { take: 'take_hand_off', close: 'close_hand_off' } as const

/** Slack takes 3,000 characters in a section; the rest of it is short. */
const mostCharacters = 2000

/** Cut where no character that is written as an entity is halved. */
const cut = (text: string) => text.slice(0, mostCharacters).replace(/&[a-z]{0,3}$/, '')

/**
 * Hand-offs in a channel of Slack: a message each, with buttons, and a thread below it. A thread is known
 * by its channel and the moment of its first message.
 */
export function slackHelpdesk(
  slack: Slack,
  { channel, deskUrl }: { channel: string; deskUrl: string | undefined },
): Helpdesk {
  const inThread = (thread: string) => ({ channel, thread_ts: thread.slice(channel.length + 1) })

  return {
    name: 'slack',

    async open(handOff, _, note) {
      const ts = await slack.post({ channel, ...firstMessage(handOff, deskUrl) })
      const thread = slackThread(channel, ts)
      await note({ thread, posted: [ts] })
      const talk = talkLines(handOff)
        .map(({ who, content }) => `*${who}*: ${escaped(content)}`)
        .join('\n')
      if (talk !== '') {
        await note({ posted: [await slack.post({ ...inThread(thread), text: talk })] })
      }
      return thread
    },

    async say(message, thread, note) {
      const text = `*${escaped(speaker(message))}*: ${escaped(message.content)}`
      await note({ posted: [await slack.post({ ...inThread(thread), text })] })
    },

    async show(handOff, thread) {
      const { thread_ts: ts } = inThread(thread)
      await slack.update({ channel, ts, ...firstMessage(handOff, deskUrl) })
    },

    async remove({ posted }) {
      for (const ts of [...posted].reverse()) {
        await slack.remove({ channel, ts }).catch((error: unknown) => {
          if (!isGone(error)) throw error
        })
      }
    },
  }
}

/** How a thread of Slack is known. */
export const slackThread = (channel: string, ts: string) => `${channel}:${ts}`

const isGone = (error: unknown) => error instanceof Error && /message_not_found/.test(error.message)

/** The message that stands for a hand-off: who waits, for what, and how it stands. */
function firstMessage(handOff: HandOff, deskUrl: string | undefined) {
  const { reason, contact, channel, status, escalation_id: id } = handOff
  const at = deskUrl && ` · <${deskUrl}#/inbox/${id}|Open at the desk>`
  const text = [
    '*A reader asks for a person*',
    cut(escaped(reason)).replace(/^/gm, '> '),
    `${contact ? `Contact: ${escaped(contact)} · ` : ''}From: ${escaped(channel)}${at ?? ''}`,
    `_${escaped(standing(handOff))}_`,
  ].join('\n')
  return {
    text,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text } },
      ...(status === 'closed' ? [] : [buttons(status)]),
    ],
  }
}

const buttons = (status: HandOff['status']) => ({
  type: 'actions',
  elements: [
    ...(status === 'waiting' ? [button(slackDeeds.take, 'Take it')] : []),
    button(slackDeeds.close, 'Close it'),
  ],
})

const button = (action_id: string, text: string) => ({
  type: 'button',
  action_id,
  text: { type: 'plain_text', text },
})
