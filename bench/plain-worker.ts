import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import * as z from 'zod'
import { readWorkerConfig } from '../dev/suite/worker-config.ts'

const patienceMs = 30_000

// It has no types of its own.
const { default: workerd } = z
  .object({ default: z.string() })
  .parse(createRequire(import.meta.url)('workerd'))

const Listening = z.object({ event: z.literal('listen'), port: z.int() })

export type PlainWorker = Awaited<ReturnType<typeof startPlainWorker>>

/** What a Worker reaches beside the network. */
interface Reached {
  /** The bindings of its queues, and the host that takes their messages: to consume them is no work of this Worker. */
  queues?: { bindings: string[]; host: string }
  /** The folder that its binding ASSETS reads. */
  assets?: string
}

/**
 * Runs a module in a workerd of its own and nothing beside it. The local runtime puts a Worker before each
 * request and another behind each fetch, which cost as much as the fetch and run nowhere else: they are
 * nobody's Worker, and would count the more the more a Worker fetches.
 */
export async function startPlainWorker(
  script: string,
  bindings: Record<string, string>,
  reached: Reached = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-bench-'))
  await writeFile(join(folder, 'worker.js'), script)
  await writeFile(join(folder, 'config.capnp'), await configOf(Object.keys(bindings), reached))
  const process = spawn(workerd, ['serve', 'config.capnp', '--control-fd=3'], {
    cwd: folder,
    env: bindings,
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  })
  const port = await portOf(process.stdio[3] as Readable)
  return {
    url: `http://127.0.0.1:${port}`,
    /** The process it runs in. */
    worker: String(process.pid),
    async close() {
      const gone = new Promise((exited) => process.once('exit', exited))
      process.kill()
      await gone
      await rm(folder, { recursive: true })
    },
  }
}

/** By the runtime, date and flags of the suite; what a binding is comes by the environment. */
async function configOf(bindings: string[], { queues, assets }: Reached) {
  const { compatibility_date: date, compatibility_flags: flags } = await readWorkerConfig()
  const list = (items: string[]) => `[${items.join(', ')}]`
  const bound = [
    ...bindings.map((name) => `(name = "${name}", fromEnvironment = "${name}")`),
    ...(queues?.bindings ?? []).map((name) => `(name = "${name}", queue = "queue")`),
    ...(assets === undefined ? [] : ['(name = "ASSETS", service = "assets")']),
  ]
  const services = [
    '(name = "worker", worker = .worker)',
    '(name = "net", network = (allow = ["public", "private", "local"]))',
    ...(queues ? [`(name = "queue", external = (address = "${queues.host}", http = ()))`] : []),
    ...(assets === undefined ? [] : [`(name = "assets", disk = (path = "${assets}"))`]),
  ]
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = ${list(services)},
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")]
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "${date}",
  compatibilityFlags = ${list(flags.map((flag) => `"${flag}"`))},
  bindings = ${list(bound)},
  globalOutbound = "net"
);
`
}

/** The port that workerd says it listens to. */
async function portOf(control: Readable): Promise<number> {
  const late = AbortSignal.timeout(patienceMs)
  let said = ''
  for await (const text of control.setEncoding('utf8')) {
    late.throwIfAborted()
    said += text
    if (said.includes('\n')) break
  }
  return Listening.parse(JSON.parse(said.split('\n')[0] ?? '')).port
}
