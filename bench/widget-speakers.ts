import { type LocalSuite, readEvents, startLocalSuite } from '../test/support/local-suite.ts'
import { modelSays } from '../test/support/model-says.ts'
import { startScriptedEndpoint } from '../test/support/scripted-endpoint.ts'
import type { Hearer, Speaker } from './widget-stream.ts'

/** Milliseconds between two tokens: 200 a second, as fast hosts of small models are. */
export const tokenMs = 5

const questions: Record<Hearer, string> = {
  ask: 'When did kerosene replace whale oil?',
  receive: 'How often does the keeper ring the bell in fog?',
}
const oneMore = 'How is the lens cleaned?'

export interface SuiteFigures<T> {
  figures: T
  /** The pieces in which the tokens reach a reader. */
  pieces: number
}

/** Lets a page hear the tokens as events of their own, one each millisecond, from no suite at all. */
export async function withPieces<T>(
  tokens: string[],
  hear: (speaker: Speaker) => Promise<T>,
): Promise<T> {
  const endpoint = await startScriptedEndpoint()
  endpoint.script = { deltas: tokens, paceMs: 1 }
  const figures = await hear({ url: endpoint.url, questions })
  await endpoint.close()
  return figures
}

/** Lets a page of this origin hear the tokens of a model as the chat function sends them. */
export async function withSuite<T>(
  tokens: string[],
  origin: string,
  hear: (speaker: Speaker) => Promise<T>,
): Promise<SuiteFigures<T>> {
  const settings = { ALLOWED_ORIGINS: origin, ANSWER_MAX_TOKENS: `${tokens.length}` }
  const local = await startLocalSuite({ settings })
  modelSays(local, tokens, { paceMs: tokenMs })
  const pieces = await countPieces(local, tokens)
  const figures = await hear({ url: local.suite.url, questions })
  await local.close()
  return { figures, pieces }
}

/** In how many pieces a reader gets the tokens; throws where one is lost. */
async function countPieces(local: LocalSuite, tokens: string[]): Promise<number> {
  const events = await readEvents(await local.ask({ question: oneMore }))
  const texts = events.flatMap((event) => (event.event === 'delta' ? [event.data.text] : []))
  if (texts.join('').trim() !== tokens.join('').trim())
    throw new Error('The suite has not passed on what the model said')
  return texts.length
}
