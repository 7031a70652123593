import type { AnswerDocument } from '../chat/events.ts'
import { sourceLabel } from '../chat/source-label.ts'
import { languageOf, phrasesIn } from '../text/phrases.ts'
import { type Block, escaped, linked, toBlocks } from './html.ts'
import { splitIntoMessages } from './split-into-messages.ts'

/** An answer as Telegram's messages in HTML: markers are links, and a list says where they lead. */
export function answerMessages(answer: AnswerDocument): string[] {
  const urls = new Map(answer.sources.map(({ n, url }) => [n, url]))
  const said = toBlocks(answer.answer, (n) => urls.get(n))
  return splitIntoMessages([...said, ...ending(answer), ...citedPages(answer)])
}

/** A sentence to a reply that did not end as the model meant it. */
function ending({ answer, finish }: AnswerDocument): Block[] {
  if (finish === 'stop') return []
  const told = phrasesIn(languageOf(answer)).ended[finish]
  return [{ html: `<i>${escaped(told)}</i>`, plain: told }]
}

function citedPages({ sources, citations }: AnswerDocument): Block[] {
  const lines = sources.flatMap((source) => {
    const verdicts = citations.filter(({ n }) => n === source.n)
    if (verdicts.length === 0) return []
    const doubt = verdicts.every(({ status }) => status === 'weak') ? ' (may not say this)' : ''
    const label = sourceLabel(source)
    return {
      html: `[${source.n}] ${linked(escaped(label), source.url)}${doubt}`,
      plain: `[${source.n}] ${label}${doubt}`,
    }
  })
  if (lines.length === 0) return []
  const list = (form: keyof Block) => lines.map((line) => line[form]).join('\n')
  return [{ html: `<b>Sources</b>\n${list('html')}`, plain: `Sources\n${list('plain')}` }]
}
