import { folderOfFunctions, writeTexts } from '../dev/suite/asset-texts.ts'
import { deployedWorker, sourceOf } from '../dev/suite/build-worker.ts'
import { readWorkerConfig } from '../dev/suite/worker-config.ts'
import { type PlainWorker, startPlainWorker } from './plain-worker.ts'

/** Marginalia's chat function as an owner deploys it, alone; this host takes what it sends to its queues. */
export async function startChatWorker(
  settings: Record<string, string>,
  host: string,
): Promise<PlainWorker> {
  const { main, vars, queues } = await readWorkerConfig('chat')
  await writeTexts(folderOfFunctions)
  const script = await deployedWorker(sourceOf(main))
  const bindings = queues.producers.map(({ binding }) => binding)
  const reached = { queues: { bindings, host }, assets: folderOfFunctions }
  return await startPlainWorker(script, { ...vars, ...settings }, reached)
}

/** Asks it in a conversation. */
export const askChat = (
  { url }: PlainWorker,
  question: string,
  { session_id, token }: { session_id: string; token: string },
) =>
  fetch(`${url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ session_id, question }),
  })
