import { type EmbeddingThread, startEmbeddingThread } from './embedding-thread.ts'

const maxThreads = 2
// Larger batches gain little a text and would keep a reader's question waiting behind them.
const batchSize = 4

interface Batch {
  texts: string[]
  resolve: (vectors: Promise<Float32Array[]>) => void
}

/** Embeds with the model in at most two threads, which start when first needed. */
export function createEmbeddingPool() {
  const waiting: Batch[] = []
  const idle: EmbeddingThread[] = []
  const threads: EmbeddingThread[] = []

  const next = () => {
    if (waiting.length === 0) return
    const thread = idle.pop() ?? (threads.length < maxThreads ? start() : undefined)
    const batch = thread && waiting.shift()
    if (thread && batch) run(thread, batch)
  }
  const start = () => {
    const thread = startEmbeddingThread()
    threads.push(thread)
    return thread
  }
  const run = (thread: EmbeddingThread, { texts, resolve }: Batch) => {
    const vectors = thread.embed(texts)
    const free = () => {
      idle.push(thread)
      next()
    }
    vectors.then(free, free)
    resolve(vectors)
  }
  const embedBatch = (texts: string[], isUrgent: boolean) =>
    new Promise<Float32Array[]>((resolve) => {
      waiting[isUrgent ? 'unshift' : 'push']({ texts, resolve })
      next()
    })
  return {
    /** Vectors in the order of the texts; a lone text, which is a reader's question, goes first. */
    async embed(texts: string[]): Promise<Float32Array[]> {
      const batches: Promise<Float32Array[]>[] = []
      for (let at = 0; at < texts.length; at += batchSize) {
        batches.push(embedBatch(texts.slice(at, at + batchSize), texts.length === 1))
      }
      return (await Promise.all(batches)).flat()
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.stop()))
    },
  }
}
