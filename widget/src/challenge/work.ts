import { type Puzzles, search } from './puzzles.ts'

const sliceMs = 8
/** A file that a bundler has changed may start and never say so. */
const startMs = 3000

/** Solves the puzzles in a thread of its own; where the page allows none, in slices beside its work. */
export async function work(token: string, own: Omit<Puzzles, 'seed'>): Promise<number[]> {
  const puzzles = { ...own, seed: await seedOf(token) }
  return await inThread(puzzles).catch(() => inSlices(puzzles))
}

async function seedOf(token: string): Promise<number[]> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  const view = new DataView(hash)
  return Array.from({ length: 8 }, (_, word) => view.getUint32(4 * word))
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

async function inSlices(puzzles: Puzzles): Promise<number[]> {
  const steps = search(puzzles)
  for (;;) {
    const end = performance.now() + sliceMs
    while (performance.now() < end) {
      const step = steps.next()
      if (step.done) return step.value
    }
    await new Promise((resolve) => setTimeout(resolve))
  }
}
