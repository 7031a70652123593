import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

export type KeptAnswers = ReturnType<typeof keptAnswers>

/** The answers so far, in `.dev.vars`, which Git ignores: each is there as soon as it has been checked. */
export function keptAnswers(folder: string) {
  const file = join(folder, '.dev.vars')
  const read = (): Record<string, string> => {
    const values = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
    return Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    )
  }
  return {
    read,
    /** Adds an answer, or puts it in the place of an earlier one; what else stands there stays. */
    keep(name: string, value: string) {
      if (/["\n\r]/.test(value)) throw new Error(`${name} holds a quote or a line break`)
      const line = `${name}="${value}"`
      const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
      const at = lines.findIndex((one) => one.startsWith(`${name}=`))
      if (at < 0) lines.push(line)
      else lines[at] = line
      writeFileSync(file, `${lines.join('\n').trim()}\n`, { mode: 0o600 })
    },
  }
}
