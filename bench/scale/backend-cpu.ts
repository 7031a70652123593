import { existsSync, readFileSync } from 'node:fs'
import { median, percentile } from '../statistics.ts'

/** What a backend's work cost it, in milliseconds of CPU; without waits and without our own. */
export interface CpuFigures {
  median: number
  p95: number
  max: number
}

/** The CPU that a process of this machine has used so far, in milliseconds; NaN of one elsewhere. */
export function cpuOf(pid: number): number {
  const file = `/proc/${pid}/schedstat`
  // Nanoseconds on the processor; /proc/PID/stat counts hundredths of a second.
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6 : Number.NaN
}

/** Does some work and tells what it cost the backend. */
export async function costOf(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = cpuOf(pid)
  await work()
  return cpuOf(pid) - before
}

export const figuresOf = (costs: number[]): CpuFigures => ({
  median: median(costs),
  p95: percentile(costs, 0.95),
  max: Math.max(...costs),
})
