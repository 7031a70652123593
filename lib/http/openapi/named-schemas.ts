import type * as z from 'zod/mini'
import { Challenge, ChallengeAnswer } from '../../limits/challenge.ts'
import { NoFields } from '../body.ts'
import { discordSchemas } from '../channels/discord.ts'
import { slackSchemas } from '../channels/slack.ts'
import { TelegramUpdate } from '../channels/telegram.ts'
import { Health } from '../health.ts'
import { ProblemDocument } from '../problem-document.ts'
import { AiSdkRequest } from '../protocols/ai-sdk.ts'
import { ChatCompletion } from '../protocols/openai-completion.ts'
import { OpenAiError } from '../protocols/openai-error.ts'
import { OpenAiRequest } from '../protocols/openai-request.ts'

/** Schemas by the names that they have in the OpenAPI document, and in generated clients. */
export type NamedSchemas = Record<string, z.ZodMiniType>

/** The names of what lib/http itself takes and replies; each function names its own. */
export const namedSchemas: NamedSchemas = {
  AiSdkRequest,
  Challenge,
  ChallengeAnswer,
  ChatCompletion,
  Health,
  NoFields,
  OpenAiError,
  OpenAiRequest,
  Problem: ProblemDocument,
  TelegramUpdate,
  ...slackSchemas,
  ...discordSchemas,
}
