import { Hono } from 'hono'
import * as z from 'zod'
import type { ServiceEnv } from '../stand-in/service.ts'
import { EntityError, textOfHtml } from './telegram-html.ts'

const Button = z.strictObject({
  text: z.string().min(1),
  callback_data: z.string().min(1).max(64).optional(),
  url: z.url().optional(),
})

const SendMessage = z.strictObject({
  chat_id: z.union([z.int(), z.string().regex(/^@\w+$/)]),
  text: z.string(),
  parse_mode: z.literal('HTML').optional(),
  message_thread_id: z.int().optional(),
  link_preview_options: z.strictObject({ is_disabled: z.boolean().optional() }).optional(),
  reply_parameters: z
    .strictObject({ message_id: z.int(), allow_sending_without_reply: z.boolean().optional() })
    .optional(),
  reply_markup: z.strictObject({ inline_keyboard: z.array(z.array(Button)) }).optional(),
})

const SetWebhook = z.strictObject({
  url: z.string().refine((url) => url === '' || url.startsWith('https://')),
  secret_token: z
    .string()
    .regex(/^[\w-]{1,256}$/)
    .optional(),
  allowed_updates: z.array(z.string()).optional(),
  drop_pending_updates: z.boolean().optional(),
})

/** The methods that Marginalia calls, and what each takes. */
const methods = {
  getMe: z.strictObject({}),
  sendMessage: SendMessage,
  sendChatAction: z.strictObject({
    chat_id: z.int(),
    action: z.literal('typing'),
    message_thread_id: z.int().optional(),
  }),
  answerCallbackQuery: z.strictObject({ callback_query_id: z.string() }),
  setWebhook: SetWebhook,
  setMyCommands: z.strictObject({
    commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^[a-z\d_]{1,32}$/),
          description: z.string().min(1).max(256),
        }),
      )
      .max(100),
  }),
}

type Method = keyof typeof methods
export type SentMessage = z.infer<typeof SendMessage>

/** What a bot has called, in order. */
export type TelegramCall = {
  [M in Method]: { method: M; payload: z.infer<(typeof methods)[M]> }
}[Method]

const maxCharacters = 4096

/**
 * Telegram's Bot API for one bot, which keeps what it was asked to do. It refuses in Telegram's own
 * words a wrong token, unknown fields, HTML that it cannot parse, and texts that are empty or too
 * long.
 */
export function createTelegramApp(token: string, calls: TelegramCall[], username: string) {
  const bot = {
    id: Number(token.split(':')[0]),
    is_bot: true,
    first_name: 'Marginalia',
    username,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  }
  return new Hono<ServiceEnv>()
    .post('/:bot/:method', async (c) => {
      if (c.req.param('bot') !== `bot${token}`) return refuse(401, 'Unauthorized')
      const method = c.req.param('method')
      if (!isMethod(method)) return refuse(404, 'Not Found')
      const parsed = methods[method].safeParse(await c.req.json().catch(() => ({})))
      if (!parsed.success) {
        const [issue] = parsed.error.issues
        return refuse(400, `Bad Request: ${issue?.path.join('.')} ${issue?.message}`)
      }
      if (method === 'sendMessage') {
        const fault = faultOf(SendMessage.parse(parsed.data))
        if (fault) return refuse(400, `Bad Request: ${fault}`)
      }
      // The schema is the method's own, which the types of a lookup do not carry along.
      calls.push({ method, payload: parsed.data } as TelegramCall)
      return c.json({ ok: true, result: resultOf(method, calls.length) })
    })
    .notFound(() => refuse(404, 'Not Found'))

  function resultOf(method: Method, id: number): unknown {
    if (method === 'getMe') return bot
    if (method !== 'sendMessage') return true
    return { message_id: id, date: 0, chat: { id: 1, type: 'private' }, from: bot }
  }
}

const isMethod = (name: string): name is Method => Object.hasOwn(methods, name)

function faultOf({ text, parse_mode }: SentMessage): string | undefined {
  try {
    const shown = (parse_mode === 'HTML' ? textOfHtml(text) : text).trim()
    if (shown === '') return 'message text is empty'
    return shown.length > maxCharacters ? 'message is too long' : undefined
  } catch (error) {
    if (error instanceof EntityError) return error.message
    throw error
  }
}

/** Telegram's reply while the fault switch asks for an error. */
export function telegramRefusal(status: 429 | 500): Response {
  if (status === 500) return refuse(500, 'Internal Server Error')
  return refuse(429, 'Too Many Requests: retry after 5', { retry_after: 5 })
}

const refuse = (error_code: number, description: string, parameters?: object) =>
  Response.json({ ok: false, error_code, description, parameters }, { status: error_code })
