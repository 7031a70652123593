import type { Message } from '../channels/ask.ts'
import { citedPages, endingOf, isLink, isPersonOffered } from '../channels/cited-pages.ts'
import { splitText } from '../channels/split-text.ts'
import { words } from '../channels/words.ts'
import type { AnswerDocument } from '../chat/events.ts'
import type { Discord } from '../clients/channels/discord.ts'

const mostCharacters = 2000

/** The reply to an interaction, in which an answer grows. */
export const answerMessage = (token: string, discord: Discord): Message => ({
  grow: (text) =>
    discord.edit(token, { content: splitText(text, mostCharacters)[0] ?? words.looking }),
  say: (content) => discord.edit(token, { content }),
  remove: () => discord.remove(token),
  async end(answer) {
    const pieces = splitText(whole(answer), mostCharacters)
    for (const [at, content] of pieces.entries()) {
      const isLast = at === pieces.length - 1
      const message = {
        content,
        ...(isLast && isPersonOffered(answer) && { components: [askPerson] }),
      }
      if (at === 0) await discord.edit(token, message)
      else await discord.follow(token, message)
    }
  },
})

const askPerson = {
  type: 1,
  components: [{ type: 2, style: 2, custom_id: 'human', label: words.askPerson }],
}

/** An answer in Discord's Markdown, its markers as links; how it ended, and the pages that it cites. */
function whole(answer: AnswerDocument): string {
  const urls = new Map(answer.sources.map(({ n, url }) => [n, url]))
  const ended = endingOf(answer)
  const pages = citedPages(answer).map(
    ({ n, label, url, doubt }) => `[${n}] ${linked(label.replace(/[[\]]/g, ''), url)}${doubt}`,
  )
  return [
    withLinks(answer.answer, (n) => urls.get(n)),
    ended && `*${ended}*`,
    pages.length > 0 && `**Sources**\n${pages.join('\n')}`,
  ]
    .filter(Boolean)
    .join('\n\n')
}

/** Markers become links, outside of code. */
const withLinks = (markdown: string, linkOf: (n: number) => string | undefined) =>
  markdown.replace(/(```[\s\S]*?(?:```|$)|`[^`\n]*`)|\[(\d{1,3})\](?!\()/g, (all, code, n) =>
    code === undefined ? linked(`\\[${n}\\]`, linkOf(Number(n)), all) : all,
  )

const linked = (label: string, url: string | undefined, otherwise = label) =>
  isLink(url) ? `[${label}](<${url.replace(/[<>\s]/g, encodeURIComponent)}>)` : otherwise
