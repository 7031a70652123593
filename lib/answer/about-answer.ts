import type { Source } from '../chat/events.ts'
import { hasMaterial, type Question } from '../chat/question.ts'
import { sourceLabel } from '../chat/source-label.ts'
import { markers } from '../citations/markers.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { asksAboutAnswer } from '../conversation/turns/about-answer.ts'
import { areTextsRead } from '../text/assets/asset-texts.ts'
import type { AboutAnswer } from '../text/phrases/phrase-set.ts'
import { languageOf, turnsIn } from '../text/phrases.ts'
import { pageLink } from './page-link.ts'
import { readKept } from './replay.ts'
import type { RequestContext } from './request-context.ts'

/** The answer before a turn that is about it, and what the turn asks of it. */
export interface LastAnswer {
  asked: AboutAnswer
  text: string
  sources: Source[]
}

/** The answer that a turn is about; undefined for a question, and where there is none or it is not kept. */
export async function lastAnswer(
  question: Question,
  context: Promise<RequestContext>,
  redis: RedisDoor,
): Promise<LastAnswer | undefined> {
  if (hasMaterial(question) || !areTextsRead('answering')) return undefined
  const asked = asksAboutAnswer(question.question)
  if (!asked) return undefined
  const queryId = (await context).state.turns.at(-1)?.query_id
  const kept =
    queryId === undefined ? undefined : await readKept(queryId, question.session_id, redis)
  return kept && kept.sources.length > 0 ? { asked, ...kept } : undefined
}

/** What needs no model: the same answer again, or the pages that it cites. */
export function withoutModel({ question }: Question, last: LastAnswer): string | undefined {
  if (last.asked === 'repeat') return last.text
  if (last.asked !== 'source') return undefined
  const cited = new Set(markers(last.text).map(({ n }) => n))
  const pages = last.sources.filter(({ n }) => cited.size === 0 || cited.has(n))
  const lines = pages.map(
    (source) => `- ${pageLink(sourceLabel(source), source.url)} [${source.n}]`,
  )
  return [turnsIn(languageOf(question)).restsOn, '', ...lines].join('\n')
}
