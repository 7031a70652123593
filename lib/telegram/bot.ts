import type { Update } from 'grammy/types'
import type { Bot, Context, NextFunction } from 'grammy/web'
import { apology } from '../channels/ask.ts'
import type { HandOffDeps } from '../channels/hand-off.ts'
import type { Telegram } from '../clients/channels/telegram.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { isAddressedToBot } from './addressed-to-bot.ts'
import { type AnswerDeps, answerQuestion } from './answer-question.ts'
import { handOff } from './hand-off.ts'
import { reply } from './reply.ts'
import { ownWords } from './words.ts'
import { writerOf } from './writer.ts'

export interface BotDeps extends AnswerDeps, HandOffDeps {
  telegram: Telegram
  redis: RedisDoor
}

/** What an update comes with: where this function is, and what keeps it alive. */
export interface Call {
  origin: string
  afterwards: (work: Promise<void>) => void
}

/** Telegram repeats an update that it thinks was lost, for at most a day. */
const repeatedForSeconds = 86_400

/** Takes an update of Telegram's; one that has been taken, or of another kind, changes nothing. */
export async function takeUpdate(update: Update, call: Call, deps: BotDeps): Promise<void> {
  if (!update.message && !update.callback_query) return
  try {
    if (!(await isFirst(update, deps))) return
    const bot = await deps.telegram.bot()
    listen(bot, call, deps)
    await bot.handleUpdate(update)
  } catch (error) {
    // Telegram was told that the update was taken: what failed is for the operator to see.
    console.error(`A Telegram update failed: ${error instanceof Error ? error.message : error}`)
  }
}

async function isFirst({ update_id }: Update, { redis }: BotDeps): Promise<boolean> {
  const reply = await redis.commands
    .set(`telegram:update:${update_id}`, '1', { nx: true, ex: repeatedForSeconds })
    // Without Redis an update that is repeated is answered twice.
    .catch(() => 'OK')
  return reply === 'OK'
}

function listen(bot: Bot, call: Call, deps: BotDeps) {
  bot.use(apologising)
  const messages = bot.on('message').filter(isAddressedToBot)
  messages.command(['start', 'help'], (ctx) => reply(ctx, ownWords.welcome))
  messages.command('new', async (ctx) => {
    await deps.conversations.open(writerOf(ctx))
    await reply(ctx, ownWords.begun)
  })
  messages.command('human', (ctx) => handOff(ctx, ctx.match, call.origin, deps))
  messages.on(':text', (ctx) => answerQuestion(ctx, call.afterwards, deps))
  messages.on([':file', ':location', ':contact', ':poll', ':dice'], (ctx) =>
    reply(ctx, ownWords.textAlone),
  )
  bot.callbackQuery('human', async (ctx) => {
    await ctx.answerCallbackQuery()
    await handOff(ctx, '', call.origin, deps)
  })
}

/** Whatever fails on our side, the writer hears of it; what Telegram refuses, it would refuse again. */
async function apologising(ctx: Context, next: NextFunction) {
  try {
    await next()
  } catch (error) {
    if (error instanceof Error && /^(?:GrammyError|HttpError)$/.test(error.name)) throw error
    await reply(ctx, apology(error))
  }
}
