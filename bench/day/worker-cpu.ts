import { readdir, readFile } from 'node:fs/promises'

/** Linux counts a process's time in hundredths of a second. */
const tickMs = 10

/** The CPU time in milliseconds that this process's workerd has used so far; Linux only. */
export async function workerCpuMs(): Promise<number | undefined> {
  const pids = await readdir('/proc').catch((): string[] => [])
  for (const pid of pids.filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    const [, name, rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(stat) ?? []
    const fields = rest.split(' ')
    // Behind the name: state, parent, …; the 12th and 13th are the time in user and in kernel mode.
    if (name !== 'workerd' || Number(fields[1]) !== process.pid) continue
    return (Number(fields[11]) + Number(fields[12])) * tickMs
  }
  return undefined
}
