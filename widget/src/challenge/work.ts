import type { Puzzles } from '../../../packages/client/src/puzzles.ts'
import { inSlices, seedOf } from '../../../packages/client/src/solve-challenge.ts'

/** A file that a bundler has changed may start and never say so. */
const startMs = 3000

/** Solves the puzzles in a thread of its own; where the page allows none, in slices beside its work. */
export async function work(token: string, own: Omit<Puzzles, 'seed'>): Promise<number[]> {
  const puzzles = { ...own, seed: await seedOf(token) }
  return await inThread(puzzles).catch(() => inSlices(puzzles))
}

/** This file again, as a worker: a page may not make one of another origin's file but by its own words. */
function inThread(puzzles: Puzzles): Promise<number[]> {
  const source = `import ${JSON.stringify(import.meta.url)}`
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
  return new Promise<number[]>((solved, failed) => {
    const worker = new Worker(url, { type: 'module' })
    const end = () => {
      worker.terminate()
      failed(new Error('No worker'))
    }
    const unready = setTimeout(end, startMs)
    worker.onmessage = ({ data }) => {
      clearTimeout(unready)
      if (data === 'ready') return worker.postMessage(puzzles)
      worker.terminate()
      solved(data)
    }
    worker.onerror = (event) => {
      event.preventDefault()
      clearTimeout(unready)
      end()
    }
  }).finally(() => URL.revokeObjectURL(url))
}
