import { Worker } from 'node:worker_threads'

/** The small model's own dimensions. */
export const modelDimensions = 512

/** The model was put away while it was at work: the cloud is closing. */
export class EmbeddingStopped extends Error {
  override readonly name = 'EmbeddingStopped'
}

export type EmbeddingThread = ReturnType<typeof startEmbeddingThread>

/** A thread that embeds one batch of texts at a time; idle, it does not keep the process alive. */
export function startEmbeddingThread() {
  const worker = new Worker(new URL('./embedding-worker.ts', import.meta.url))
  let current: PromiseWithResolvers<Float32Array> | undefined
  worker.unref()
  worker.on('message', (joined: Float32Array) => current?.resolve(joined))
  worker.on('error', (error) => current?.reject(error))
  worker.on('exit', () => current?.reject(new EmbeddingStopped('The embedding thread was stopped')))
  return {
    async embed(texts: string[]): Promise<Float32Array[]> {
      current = Promise.withResolvers()
      worker.ref()
      worker.postMessage(texts)
      try {
        const joined = await current.promise
        return texts.map((_, n) => joined.slice(n * modelDimensions, (n + 1) * modelDimensions))
      } finally {
        worker.unref()
      }
    },
    stop: () => worker.terminate(),
  }
}
