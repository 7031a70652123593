import type { Edition } from '../chat/editions.ts'
import type { AnswerDocument, ChatEvent } from '../chat/events.ts'
import { readerFilter } from '../chat/filter.ts'
import { NewQuestion, type Question, withoutHiddenText } from '../chat/question.ts'
import { Problem } from '../problem.ts'
import { growing, type Shown } from './growing-answer.ts'
import { isSaidToPerson, type ToPersonDeps } from './to-person.ts'
import { words } from './words.ts'
import { addressOf, type Writer } from './writer.ts'

// A Worker may go on for 30 seconds after its reply; what is left is for sending the answer.
const answerTimeoutMs = 25_000

export type Afterwards = (work: Promise<void>) => void

export interface AskDeps extends ToPersonDeps {
  answer: (q: Question, left: AbortSignal, afterwards: Afterwards) => AsyncGenerator<ChatEvent>
  newId: () => string
  now: () => number
  /** The versions that there are of the pages. */
  editions: Edition[]
  /** How often what is shown may be replaced, in milliseconds. */
  everyMs: number
}

/** A message in which an answer appears. */
export interface Message extends Shown {
  /** Shows the whole of it. */
  end: (answer: AnswerDocument) => Promise<unknown>
  /** Shows a sentence of ours in its place. */
  say: (text: string) => Promise<unknown>
  /** Takes it away: what was written is for a person, who answers. */
  remove: () => Promise<unknown>
}

/**
 * Answers a question in a message that `begin` makes, which grows with the answer. Where a person has
 * the conversation, the question goes to that person. Whatever fails, the writer hears of it.
 */
export async function ask(
  text: string,
  writer: Writer,
  begin: () => Promise<Message>,
  afterwards: Afterwards,
  deps: AskDeps,
): Promise<void> {
  const message = await begin()
  try {
    const question = NewQuestion.shape.question.safeParse(text)
    if (!question.success) return void (await message.say(words.tooLong))
    if (await isSaidToPerson(question.data, writer, deps)) return void (await message.remove())
    const common = {
      ...withoutHiddenText({ question: question.data }),
      filter: readerFilter({}, { editions: deps.editions, question: question.data }),
      query_id: deps.newId(),
      address: addressOf(writer),
      askedAt: deps.now(),
    }
    const left = AbortSignal.timeout(answerTimeoutMs)
    const answer = await deps.conversations.inCurrentSession(writer, (session_id) =>
      growing(deps.answer({ ...common, session_id }, left, afterwards), message, deps),
    )
    await message.end(answer)
  } catch (error) {
    await message.say(apology(error))
  }
}

/** What a writer is told of a failure; what it was is for the operator to see. */
export function apology(error: unknown): string {
  if (error instanceof Problem && error.type === 'rate-limited')
    return words.tooMany(error.options.retryAfter ?? 60)
  console.error(`A question on a channel failed: ${error instanceof Error ? error.message : error}`)
  return words.away
}
