import type { Context, Filter } from 'grammy/web'
import { isPersonOffered } from '../channels/cited-pages.ts'
import { isSaidToPerson, type ToPersonDeps } from '../channels/to-person.ts'
import { words } from '../channels/words.ts'
import { addressOf, type Writer } from '../channels/writer.ts'
import type { Edition } from '../chat/editions.ts'
import { type ChatEvent, toDocument } from '../chat/events.ts'
import { readerFilter } from '../chat/filter.ts'
import { NewQuestion, type Question, withoutHiddenText } from '../chat/question.ts'
import { withoutMention } from './addressed-to-bot.ts'
import { answerMessages } from './answer-messages.ts'
import { reply } from './reply.ts'
import { ownWords } from './words.ts'
import { writerOf } from './writer.ts'

// A Worker may go on for 30 seconds after its reply; what is left is for sending the answer.
const answerTimeoutMs = 25_000
// Telegram shows for five seconds that somebody is typing.
const typingMs = 4000

type Afterwards = (work: Promise<void>) => void

export interface AnswerDeps extends ToPersonDeps {
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
  if (text === '' || text.startsWith('/')) return await reply(ctx, ownWords.welcome)
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
