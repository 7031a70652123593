import type { Context, Filter } from 'grammy/web'
import type { Edition } from '../chat/editions.ts'
import { type AnswerDocument, type ChatEvent, toDocument } from '../chat/events.ts'
import { readerFilter } from '../chat/filter.ts'
import { NewQuestion, type Question, withoutHiddenText } from '../chat/question.ts'
import type { ReadersSide } from '../conversation/escalation/readers-side.ts'
import { Problem } from '../problem.ts'
import { withoutMention } from './addressed-to-bot.ts'
import { answerMessages } from './answer-messages.ts'
import type { Conversations } from './conversations.ts'
import { reply } from './reply.ts'
import { words } from './words.ts'
import { addressOf, type Writer, writerOf } from './writer.ts'

// A Worker may go on for 30 seconds after its reply; what is left is for sending the answer.
const answerTimeoutMs = 25_000
// Telegram shows for five seconds that somebody is typing.
const typingMs = 4000

type Afterwards = (work: Promise<void>) => void

export interface AnswerDeps {
  conversations: Conversations
  readersSide: Pick<ReadersSide, 'say'>
  answer: (q: Question, left: AbortSignal, afterwards: Afterwards) => AsyncGenerator<ChatEvent>
  newId: () => string
  now: () => number
  /** The versions of the book. */
  editions: Edition[]
}

/** Answers a message, in as many messages as the answer needs. Throws what `answer` throws. */
export async function answerQuestion(
  ctx: Filter<Context, 'message:text'>,
  afterwards: Afterwards,
  deps: AnswerDeps,
): Promise<void> {
  const text = withoutMention(ctx.message.text, ctx.me.username)
  if (text === '' || text.startsWith('/')) return await reply(ctx, words.welcome)
  const question = NewQuestion.shape.question.safeParse(text)
  if (!question.success) return await reply(ctx, words.tooLong)
  if (await isSaidToPerson(question.data, writerOf(ctx), deps)) return
  const answer = await whileTyping(ctx, ask(question.data, writerOf(ctx), afterwards, deps))
  const messages = answerMessages(answer)
  for (const [index, html] of messages.entries()) {
    const isLast = index === messages.length - 1
    await reply(ctx, html, {
      parse_mode: 'HTML',
      ...(isLast &&
        isPersonOffered(answer) && { reply_markup: { inline_keyboard: [[askPerson]] } }),
    })
  }
}

/** What a reader writes while a person has the conversation is for that person. */
async function isSaidToPerson(
  content: string,
  writer: Writer,
  { conversations, readersSide }: AnswerDeps,
): Promise<boolean> {
  const sessionId = await conversations.withPerson(writer)
  if (sessionId === undefined) return false
  try {
    await readersSide.say(sessionId, { content })
    return true
  } catch (error) {
    // The hand-off has been closed or erased meanwhile: the book answers.
    if (error instanceof Problem && ['conflict', 'not-found'].includes(error.type)) return false
    throw error
  }
}

const isPersonOffered = ({ hand_off: why }: AnswerDocument) => why !== undefined && why !== 'nobody'

const askPerson = { text: words.askPerson, callback_data: 'human' }

async function ask(
  question: string,
  writer: Writer,
  afterwards: Afterwards,
  { conversations, answer, newId, now, editions }: AnswerDeps,
) {
  const left = AbortSignal.timeout(answerTimeoutMs)
  const common = {
    ...withoutHiddenText({ question }),
    // Telegram tells nothing of its users' groups.
    filter: readerFilter({}, { editions, question }),
    query_id: newId(),
    address: addressOf(writer),
    askedAt: now(),
  }
  return await conversations.inCurrentSession(writer, (session_id) =>
    toDocument(answer({ ...common, session_id }, left, afterwards)),
  )
}

async function whileTyping<T>(ctx: Context, work: Promise<T>): Promise<T> {
  const tell = () => {
    // Not to be seen typing is no harm.
    ctx.replyWithChatAction('typing').catch(() => undefined)
  }
  tell()
  const timer = setInterval(tell, typingMs)
  try {
    return await work
  } finally {
    clearInterval(timer)
  }
}
