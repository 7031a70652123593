import type { AnswerDocument } from '../lib/chat/events.ts'
import { toDocument } from '../lib/chat/events.ts'
import type { chatServices } from '../lib/services/chat.ts'
import type { EvalQuestion } from './formats/corpus.ts'
import { type Share, shareOf, shareTrue } from './interval.ts'
import { asked } from './run.ts'

/** How whole answers fare: what is refused, and whether citations hold. */
export interface AnswerFigures {
  /** The share of the answerable that were refused. */
  refused_answerable: Share
  /** The share of the unanswerable that were refused: the recall of refusals. */
  refusal_recall: Share
  /** The share of refusals that were right. */
  refusal_precision: Share
  /** The share of citations that are verified. */
  verified: Share
  /** Markers whose number is no source. */
  unknown_numbers: number
  /** Quotes that are not in their passage word for word. */
  quotes_not_verbatim: number
  wrongly_refused: string[]
  wrongly_answered: string[]
}

type Services = Pick<ReturnType<typeof chatServices>, 'answer'>
type InTurns = <T, R>(all: T[], work: (one: T) => Promise<R>) => Promise<R[]>

/** Asks for whole answers, each in a session of its own, model and all. */
export async function judgeAnswers(
  questions: EvalQuestion[],
  services: Services,
  openSession: () => Promise<string>,
  inTurns: InTurns,
): Promise<AnswerFigures> {
  const alone = questions.filter(({ turns }) => turns.length === 0)
  const answers = await inTurns(alone, async (question) => ({
    question,
    answer: await answerTo(question, services, await openSession()),
  }))
  const isWrong = ({ question, answer }: (typeof answers)[number]) =>
    question.isAnswerable !== answer.answered
  const answerable = answers.filter(({ question }) => question.isAnswerable)
  const unanswerable = answers.filter(({ question }) => !question.isAnswerable)
  const rightly = unanswerable.filter(({ answer }) => !answer.answered).length
  const wrongly = answerable.filter(isWrong)
  const citations = answers.flatMap(({ answer }) => answer.citations)
  return {
    refused_answerable: shareOf(wrongly.length, answerable.length),
    refusal_recall: shareOf(rightly, unanswerable.length),
    refusal_precision: shareOf(rightly, rightly + wrongly.length),
    verified: shareTrue(citations.map(({ status }) => status === 'verified')),
    unknown_numbers: answers.reduce((sum, { answer }) => sum + unknownNumbers(answer), 0),
    quotes_not_verbatim: answers.reduce((sum, { answer }) => sum + notVerbatim(answer), 0),
    wrongly_refused: wrongly.map(({ question }) => question.text),
    wrongly_answered: unanswerable.filter(isWrong).map(({ question }) => question.text),
  }
}

async function answerTo(question: EvalQuestion, { answer }: Services, sessionId: string) {
  const afterwards: Promise<void>[] = []
  const events = answer(asked(question.text, sessionId), new AbortController().signal, (work) => {
    afterwards.push(work)
  })
  const document = await toDocument(events)
  await Promise.all(afterwards)
  return document
}

function unknownNumbers({ answer, sources }: AnswerDocument): number {
  const prose = answer.replace(/(`{3,})[\s\S]*?(?:\1|$)|`[^`\n]+`/g, '')
  const marked = [...prose.matchAll(/\[(\d{1,3})\](?![(:])/g)].map(([, n]) => Number(n))
  return marked.filter((n) => !sources.some((source) => source.n === n)).length
}

function notVerbatim({ citations, sources }: AnswerDocument): number {
  return citations.filter(
    ({ n, quote }) => !sources.find((source) => source.n === n)?.text.includes(quote),
  ).length
}
