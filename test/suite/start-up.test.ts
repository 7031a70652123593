import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { buildWorker, sourceOf } from '../../dev/suite/build-worker.ts'
import { workerNames } from '../../dev/suite/bundle-sizes.ts'
import { readWorkerConfig } from '../../dev/suite/worker-config.ts'

const watching = `
import { parentPort, workerData } from 'node:worker_threads'
const made = []
globalThis.Error = class extends Error {
  constructor(...given) {
    super(...given)
    made.push(String(given[0]))
  }
}
await import(workerData)
parentPort.postMessage(made)
`

// V8 does not keep where each instruction came from, and reads the script again for the stack.
test.each(workerNames)('%s makes no error while it loads', async (name) => {
  const { main } = await readWorkerConfig(name === 'suite' ? undefined : name)
  const script = await buildWorker(sourceOf(main))
  expect(await errorsMadeBy(script)).toEqual([])
})

test('an error that is made while a script loads is seen', async () => {
  const script = "class Own extends Error {}\nexport const one = new Own('early')"
  expect(await errorsMadeBy(script)).toEqual(['early'])
})

/** What the errors say that a script makes while it loads. */
async function errorsMadeBy(script: string): Promise<unknown> {
  const loader = new Worker(dataUrl(watching), { workerData: dataUrl(script).href })
  const [made] = await once(loader, 'message')
  await loader.terminate()
  return made
}

const dataUrl = (script: string) => new URL(`data:text/javascript,${encodeURIComponent(script)}`)
