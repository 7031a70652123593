import * as z from 'zod/mini'
import { NewQuestion } from '../../chat/question.ts'

/** A piece of a message. Protocols have many kinds of them; text is what is read. */
export const MessagePart = z.looseObject({ type: z.string(), text: z.optional(z.string()) })

interface SaidMessage {
  role: string
  parts: z.infer<typeof MessagePart>[]
}

/**
 * The question that a conversation's messages end with: the text of the last one by the user. The
 * others are not read, for the session knows the conversation.
 */
export const lastQuestion = (message: z.ZodMiniType<SaidMessage>) =>
  z.pipe(
    z.pipe(
      z.array(message).check(
        z.refine((messages) => lastOfUser(messages) !== undefined, 'Must hold one by the user'),
        z.refine(
          (messages) => !lastOfUser(messages)?.parts.some(({ type }) => unreadable.test(type)),
          'The last one by the user may hold text alone: files, images and sound are not read',
        ),
      ),
      z.transform((messages: SaidMessage[]) => textOf(lastOfUser(messages))),
    ),
    NewQuestion.shape.question,
  )

const unreadable = /file|image|audio|video/

const lastOfUser = (messages: SaidMessage[]) => messages.findLast(({ role }) => role === 'user')

const textOf = (message: SaidMessage | undefined) =>
  (message?.parts ?? [])
    .flatMap(({ type, text }) => (type === 'text' && text ? [text] : []))
    .join('\n')
