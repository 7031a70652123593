import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { UsageError } from './usage-error.ts'

const marker = 'marginalia.json'
const lock = 'running.pid'

/** Where the settings of a running local stack stand, for commands that reach its services. */
export const runningFile = 'running.json'

/**
 * Takes a folder for the local cloud's state, emptied first if `fresh`. Refuses a folder that holds
 * something else, and one that another local cloud is using. Call the result to let go of it, as often as you like.
 */
export function takeDataDir(path: string, { fresh }: { fresh: boolean }): () => void {
  if (existsSync(path)) requireOurs(path)
  refuseInUse(path)
  if (fresh) rmSync(path, { recursive: true, force: true })
  mkdirSync(path, { recursive: true })
  writeFileSync(
    join(path, marker),
    JSON.stringify({ what: "Marginalia's local state", version: 1 }),
  )
  // A suite that was killed could not take this away.
  rmSync(join(path, runningFile), { force: true })
  writeFileSync(join(path, lock), String(process.pid))
  return () => {
    rmSync(join(path, runningFile), { force: true })
    rmSync(join(path, lock), { force: true })
  }
}

/** Notes the settings of the local stack that runs in this folder; only its owner may read them. */
export function writeRunning(path: string, settings: Record<string, string>): void {
  writeFileSync(join(path, runningFile), JSON.stringify(settings), { mode: 0o600 })
}

function requireOurs(path: string) {
  if (!statSync(path).isDirectory())
    throw new UsageError(`--data: ${path} is not a folder; name another.`)
  const names = readdirSync(path)
  if (names.length === 0 || names.includes(marker)) return
  throw new UsageError(
    `--data: ${path} holds something that is not Marginalia's; name an empty or a new folder.`,
  )
}

/** Whether a local cloud is using the folder. */
export const isInUse = (path: string) => userOf(path) !== undefined

function refuseInUse(path: string) {
  const pid = userOf(path)
  if (pid === undefined) return
  throw new UsageError(
    `--data: ${path} is in use by process ${pid}; stop it or name another folder.`,
  )
}

function userOf(path: string): number | undefined {
  const file = join(path, lock)
  if (!existsSync(file)) return undefined
  const pid = Number(readFileSync(file, 'utf8'))
  return isAlive(pid) ? pid : undefined
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    // No such process: its lock was left behind by a crash.
    return false
  }
}
