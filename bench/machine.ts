import { readdir, readFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'

/** How busy the machine was beside what was measured; shares are of all its cores. */
export interface Busyness {
  /** The load of the minute before. */
  loadBefore: number
  load: number
  /** What other programs took. */
  others: number
  /** What other machines on the same host took. */
  steal: number
}

// Beside more than this, a figure says as much of the others as of what was measured.
const quietShare = 0.1

/** What of the machine was not to be had, from 0 to 1; 0 where it is not known. */
export const busyShare = (busyness: Busyness | undefined) =>
  busyness ? busyness.others + busyness.steal : 0

export const wasBusy = (busyness: Busyness | undefined) => busyShare(busyness) > quietShare

/** Watches from now on; what it gives tells how busy the machine has been since. Linux only. */
export async function watchMachine(): Promise<() => Promise<Busyness | undefined>> {
  const loadBefore = loadavg()[0] ?? Number.NaN
  const before = await takeTimes()
  return async () => {
    const after = await takeTimes()
    if (!before || !after) return undefined
    const total = after.total - before.total
    return {
      loadBefore,
      load: loadavg()[0] ?? Number.NaN,
      others: Math.max(0, after.busy - before.busy - (after.own - before.own)) / total,
      steal: (after.steal - before.steal) / total,
    }
  }
}

const mostTries = 2

/** Takes a measurement, once more where the machine was busy with other things, and gives the quieter one. */
export async function measureQuietly<T>(
  take: () => Promise<T>,
): Promise<{ figures: T; busyness: Busyness | undefined; tries: number }> {
  let best: { figures: T; busyness: Busyness | undefined } | undefined
  for (let tries = 1; ; tries += 1) {
    const end = await watchMachine()
    const figures = await take()
    const busyness = await end()
    if (!best || busyShare(busyness) < busyShare(best.busyness)) best = { figures, busyness }
    if (!wasBusy(best.busyness) || tries === mostTries) return { ...best, tries }
  }
}

const percent = (share: number) => `${Math.round(share * 100)} %`

/** As in `Others took 3 % of the machine, and its host 0 %; load 0.4 before, 1.2 after`. */
export const toldBusyness = (busyness: Busyness | undefined): string =>
  busyness === undefined
    ? 'How busy the machine was is not known'
    : `Others took ${percent(busyness.others)} of the machine, and its host ${percent(busyness.steal)}; ` +
      `load ${busyness.loadBefore.toFixed(1)} before, ${busyness.load.toFixed(1)} after`

/** The machine and the day, for a table. */
export function toldMachine(now: Date): string {
  const [first] = cpus()
  const day = now.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
  return `${day}, ${cpus().length} cores of ${first?.model.trim() || 'an unknown processor'}`
}

/** Hundredths of a second since the start: of all cores, busy, stolen, and ours and our children's. */
async function takeTimes() {
  const stat = await readFile('/proc/stat', 'utf8').catch(() => undefined)
  if (stat === undefined) return undefined
  // user, nice, system, idle, iowait, irq, softirq, steal: proc_stat(5).
  const times = stat.split('\n', 1)[0]?.trim().split(/\s+/).slice(1, 9).map(Number) ?? []
  const total = times.reduce((sum, time) => sum + time, 0)
  const [, , , idle = 0, waiting = 0, , , steal = 0] = times
  return { total, busy: total - idle - waiting - steal, steal, own: await ownTimes() }
}

/** What this process and all that it has started have taken, those that have ended included. */
async function ownTimes(): Promise<number> {
  const processes = new Map<number, { parent: number; times: number }>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    // From the state on, behind the name in parentheses: proc_pid_stat(5).
    const fields = stat
      .slice(stat.lastIndexOf(') ') + 2)
      .split(' ')
      .map(Number)
    const times = fields.slice(11, 15).reduce((sum, time) => sum + time, 0)
    processes.set(Number(name), { parent: fields[1] ?? 0, times })
  }
  const isOurs = (pid: number): boolean =>
    pid === process.pid || (pid > 1 && isOurs(processes.get(pid)?.parent ?? 0))
  return [...processes].reduce((sum, [pid, { times }]) => sum + (isOurs(pid) ? times : 0), 0)
}
