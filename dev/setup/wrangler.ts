import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface WranglerResult {
  ok: boolean
  output: string
}

/** Runs wrangler, or the executable that WRANGLER names in its place, and gives what it printed. */
export function wrangler(args: string[], env: NodeJS.ProcessEnv): WranglerResult {
  const own = env.WRANGLER
  const [command, first] = own
    ? [own, []]
    : [process.execPath, [join(root, 'node_modules/wrangler/bin/wrangler.js')]]
  const { status, stdout, stderr } = spawnSync(command, [...first, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...env, WRANGLER_SEND_METRICS: 'false' },
  })
  return { ok: status === 0, output: `${stdout ?? ''}${stderr ?? ''}` }
}
