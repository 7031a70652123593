import type { Message } from '../channels/ask.ts'
import { citedPages, endingOf, isPersonOffered } from '../channels/cited-pages.ts'
import { splitText } from '../channels/split-text.ts'
import { words } from '../channels/words.ts'
import type { AnswerDocument } from '../chat/events.ts'
import { escapedForSlack as escaped, type Slack } from '../clients/channels/slack.ts'
import { linked, toMrkdwn } from './mrkdwn.ts'

/** A thread. */
export interface Place {
  channel: string
  thread_ts: string
}

// A section block takes 3,000 characters; links and escapes are counted.
const mostCharacters = 3000

/** A message in a thread, in which an answer grows. */
export async function answerMessage(place: Place, slack: Slack): Promise<Message> {
  const ts = await slack.post({ ...place, text: words.looking })
  const { channel } = place
  return {
    grow: (text) => slack.update({ channel, ts, text: cut(escaped(text)) }),
    say: (text) => slack.update({ channel, ts, text }),
    remove: () => slack.remove({ channel, ts }),
    async end(answer) {
      const pieces = splitText(whole(answer), mostCharacters)
      for (const [at, text] of pieces.entries()) {
        const isLast = at === pieces.length - 1
        const blocks = [section(text), ...(isLast && isPersonOffered(answer) ? [askPerson] : [])]
        if (at === 0) await slack.update({ channel, ts, text, blocks })
        else await slack.post({ ...place, text, blocks })
      }
    },
  }
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })

const askPerson = {
  type: 'actions',
  elements: [
    { type: 'button', action_id: 'human', text: { type: 'plain_text', text: words.askPerson } },
  ],
}

const cut = (text: string) => splitText(text, mostCharacters)[0] ?? words.looking

/** An answer, how it ended, and the pages that it cites. */
function whole(answer: AnswerDocument): string {
  const urls = new Map(answer.sources.map(({ n, url }) => [n, url]))
  const ended = endingOf(answer)
  const pages = citedPages(answer).map(
    ({ n, label, url, doubt }) => `[${n}] ${linked(escaped(label), url)}${doubt}`,
  )
  return [
    toMrkdwn(answer.answer, (n) => urls.get(n)),
    ended && `_${escaped(ended)}_`,
    pages.length > 0 && `*Sources*\n${pages.join('\n')}`,
  ]
    .filter(Boolean)
    .join('\n\n')
}
