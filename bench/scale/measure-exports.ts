import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startCloud } from '../../dev/cloud/cloud.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { startSuite } from '../../dev/suite/suite.ts'
import { watchLiveHeap } from '../live-heap.ts'

const docs = fileURLToPath(new URL('../../handbook', import.meta.url))
const exported = [
  'audit-log?format=csv',
  'conversations?format=csv&days=90',
  'feedback?format=jsonl&rating=up&days=90',
]
const megabyte = 2 ** 20
const lookEveryMiB = 10
/** A phone's line takes so much a second; after so many seconds it is broken off. */
const phoneBytes = 64 * 1024
const phoneSeconds = 20

export interface ExportFigures {
  name: string
  rows: number
  mib: number
  seconds: number
  /** What is alive in the isolate before, and at most while the file is on its way. */
  liveMiB: { before: number; most: number }
}

/** Takes whole lists from the admin function over a database, and one of them as a phone does. */
export async function measureExports(databaseUrl: string): Promise<ExportFigures[]> {
  const cloud = await startCloud({ docs, profile: 'lean', real: { databaseUrl } })
  const suite = await startSuite({
    name: 'admin',
    // As on Workers Paid: a file of a million rows is a thousand requests.
    settings: { ...cloud.settings, ...developmentSecrets, SUBREQUEST_BUDGET: '9000' },
    isInspected: true,
  })
  const headers = { authorization: `Bearer ${developmentSecrets.ADMIN_TOKEN}` }
  const open = async (path: string) => {
    const reply = await fetch(`${suite.url}/v1/admin/${path}`, { headers })
    if (!reply.ok || !reply.body) throw new Error(`${path}: ${await reply.text()}`)
    return reply.body.getReader()
  }
  await (await open('me')).cancel()
  const heap = await watchLiveHeap(await suite.inspector())
  try {
    const figures: ExportFigures[] = []
    for (const path of exported) {
      const before = await heap.measureMiB()
      const taken = await take(await open(path), heap.measureMiB)
      figures.push(figuresOf(path, before, taken))
    }
    const before = await heap.measureMiB()
    const taken = await takeOnPhone(await open('audit-log?format=csv'), heap.measureMiB)
    return [...figures, figuresOf('audit-log?format=csv on a phone, broken off', before, taken)]
  } finally {
    heap.close()
    await suite.close()
    await cloud.close()
  }
}

interface Taken extends Pick<ExportFigures, 'rows' | 'mib' | 'seconds'> {
  mostLiveMiB: number
}

const figuresOf = (name: string, before: number, { mostLiveMiB, ...taken }: Taken) => ({
  name,
  ...taken,
  liveMiB: { before, most: mostLiveMiB },
})

type Reader = ReadableStreamDefaultReader<Uint8Array>

/** Reads a file to its end; the looks at the heap are not counted in its time. */
async function take(reader: Reader, measureMiB: () => Promise<number>): Promise<Taken> {
  const from = performance.now()
  let [rows, bytes, mostLiveMiB, looks, lookedMs] = [0, 0, 0, 0, 0]
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.length
    for (const byte of value) if (byte === 10) rows += 1
    if (bytes < looks * lookEveryMiB * megabyte) continue
    const looked = performance.now()
    mostLiveMiB = Math.max(mostLiveMiB, await measureMiB())
    lookedMs += performance.now() - looked
    looks += 1
  }
  const seconds = (performance.now() - from - lookedMs) / 1000
  return { rows, mib: bytes / megabyte, seconds, mostLiveMiB }
}

async function takeOnPhone(reader: Reader, measureMiB: () => Promise<number>): Promise<Taken> {
  let [rows, bytes, mostLiveMiB] = [0, 0, 0]
  for (let second = 1; second <= phoneSeconds; second += 1) {
    while (bytes < second * phoneBytes) {
      const { value } = await reader.read()
      bytes += value?.length ?? phoneBytes
      for (const byte of value ?? []) if (byte === 10) rows += 1
    }
    await pause(1000)
    if (second % 5 === 0) mostLiveMiB = Math.max(mostLiveMiB, await measureMiB())
  }
  await reader.cancel()
  return { rows, mib: bytes / megabyte, seconds: phoneSeconds, mostLiveMiB }
}
