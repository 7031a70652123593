import { readdir, readFile } from 'node:fs/promises'

/** CPU in milliseconds that this process's threads have used so far, by their names; Linux only. */
export async function threadCpuMs(): Promise<Map<string, number>> {
  const tasks = await readdir('/proc/self/task').catch((): string[] => [])
  const times = new Map<string, number>()
  for (const task of tasks) {
    const stat = await readFile(`/proc/self/task/${task}/stat`, 'utf8').catch(() => '')
    const name = /\((.*)\)/.exec(stat)?.[1]
    if (name === undefined) continue
    // Behind the name in parentheses, fields 14 and 15 count user and system time in hundredths of a
    // second: proc_pid_stat(5).
    const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ')
    const ms = (Number(fields[11]) + Number(fields[12])) * 10
    times.set(name, (times.get(name) ?? 0) + ms)
  }
  return times
}
