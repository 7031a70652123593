import { readdir, readFile } from 'node:fs/promises'

const sampleMs = 100

/** The most memory in MiB that this process's workerd takes while a work is done; Linux only. */
export async function peakWorkerMiB<T>(
  work: () => Promise<T>,
): Promise<{ result: T; peakMiB: number | undefined }> {
  let peakMiB: number | undefined
  let sampling = Promise.resolve()
  const timer = setInterval(() => {
    sampling = sampling.then(async () => {
      const now = await workerMiB()
      if (now !== undefined) peakMiB = Math.max(peakMiB ?? 0, now)
    })
  }, sampleMs)
  try {
    const result = await work()
    await sampling
    return { result, peakMiB }
  } finally {
    clearInterval(timer)
  }
}

/** CPU in milliseconds that a workerd has used so far, all its threads; this process's own when none is named. Linux only. */
export async function workerCpuMs(worker?: string): Promise<number | undefined> {
  const pid = worker ?? (await workers())[0]
  if (pid === undefined) return undefined
  // Behind the name in parentheses, fields 14 and 15 count user and system time in hundredths of a
  // second: proc_pid_stat(5).
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** The same to the microsecond, of the threads that are still there: for what is over at once. */
export async function workerCpuUs(worker: string): Promise<number> {
  const threads = await readdir(`/proc/${worker}/task`)
  const spent = threads.map(async (thread) => {
    const text = await readFile(`/proc/${worker}/task/${thread}/schedstat`, 'utf8').catch(() => '0')
    return Number(text.split(' ')[0]) / 1000
  })
  return (await Promise.all(spent)).reduce((sum, us) => sum + us, 0)
}

/** Starts something that runs a workerd of its own, and tells which process that is; Linux only. */
export async function withWorker<T>(
  start: () => Promise<T>,
): Promise<{ started: T; worker: string | undefined }> {
  const before = await workers()
  const started = await start()
  return { started, worker: (await workers()).find((pid) => !before.includes(pid)) }
}

async function workerMiB(): Promise<number | undefined> {
  const [pid] = await workers()
  if (pid === undefined) return undefined
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024
}

/** The processes of workerd that this one has started. */
async function workers(): Promise<string[]> {
  const pids = await readdir('/proc').catch((): string[] => [])
  const found: string[] = []
  for (const pid of pids.filter((name) => /^\d+$/.test(name))) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    if (!/^Name:\s+workerd$/m.test(status)) continue
    if (Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]) === process.pid) found.push(pid)
  }
  return found
}
