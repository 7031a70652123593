import { VectorLengthError } from '../../lib/clients/embeddings.ts'
import { createOpenRouter } from '../../lib/clients/openrouter.ts'
import { checkOpenRouter } from '../setup/checks.ts'
import { type Finding, fault, look, type OwnSettings, ok, unseen } from './finding.ts'

const timeoutMs = 60_000

/** The key and its credit, and both models, each asked truly: a few tokens. */
export async function examineOpenRouter(settings: OwnSettings): Promise<Finding[]> {
  const apiKey = settings.OPENROUTER_API_KEY
  if (!apiKey) return [unseen('OpenRouter', 'OPENROUTER_API_KEY is not at hand')]
  const wrong = await checkOpenRouter(apiKey, settings)
  if (wrong) return [fault('OpenRouter key', wrong)]
  const dimensions = Number(settings.EMBEDDING_DIMENSIONS ?? 1024)
  const embeddingModel = settings.OPENROUTER_EMBEDDING_MODEL ?? 'qwen/qwen3-embedding-0.6b'
  const chatModel = settings.OPENROUTER_CHAT_MODEL ?? 'qwen/qwen3-30b-a3b'
  const openrouter = createOpenRouter({
    baseUrl: settings.OPENROUTER_BASE_URL ?? 'https://openrouter.ai/api/v1',
    apiKey,
    embeddingModel,
    dimensions,
    chatModel,
    fallbackModels: [],
    maxTokens: 16,
  })
  const signal = AbortSignal.timeout(timeoutMs)
  const [embedding, chat] = await Promise.all([
    look('embedding model', advice('OPENROUTER_EMBEDDING_MODEL', embeddingModel), async () => {
      try {
        await openrouter.embed(['Is anyone there?'], signal)
        return [ok('embedding model', `${embeddingModel} gives vectors of ${dimensions}`)]
      } catch (error) {
        if (!(error instanceof VectorLengthError)) throw error
        return [
          fault(
            'embedding model',
            `${error.message}. Set EMBEDDING_DIMENSIONS to what ${embeddingModel} gives.`,
          ),
        ]
      }
    }),
    look('model', advice('OPENROUTER_CHAT_MODEL', chatModel), async () => {
      const parts = openrouter.complete([{ role: 'user', content: 'Say: ok' }], signal)
      for await (const _ of parts) break
      return [ok('model', `${chatModel} answers`)]
    }),
  ])
  return [ok('OpenRouter key', 'is known and has credit'), ...embedding, ...chat]
}

const advice = (setting: string, model: string) =>
  `If it says credit, add some at openrouter.ai; if it does not know ${model}, correct ${setting}.`
