import { citedPages, endingOf } from '../channels/cited-pages.ts'
import type { AnswerDocument } from '../chat/events.ts'
import { type Block, escaped, linked, toBlocks } from './html.ts'
import { splitIntoMessages } from './split-into-messages.ts'

/** An answer as Telegram's messages in HTML: markers are links, and a list says where they lead. */
export function answerMessages(answer: AnswerDocument): string[] {
  const urls = new Map(answer.sources.map(({ n, url }) => [n, url]))
  const said = toBlocks(answer.answer, (n) => urls.get(n))
  return splitIntoMessages([...said, ...ending(answer), ...sourcesOf(answer)])
}

/** A sentence to a reply that did not end as the model meant it. */
function ending(answer: AnswerDocument): Block[] {
  const told = endingOf(answer)
  return told === undefined ? [] : [{ html: `<i>${escaped(told)}</i>`, plain: told }]
}

function sourcesOf(answer: AnswerDocument): Block[] {
  const lines = citedPages(answer).map(({ n, label, url, doubt }) => ({
    html: `[${n}] ${linked(escaped(label), url)}${doubt}`,
    plain: `[${n}] ${label}${doubt}`,
  }))
  if (lines.length === 0) return []
  const list = (form: keyof Block) => lines.map((line) => line[form]).join('\n')
  return [{ html: `<b>Sources</b>\n${list('html')}`, plain: `Sources\n${list('plain')}` }]
}
