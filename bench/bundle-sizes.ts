import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js')

/** The Workers, and how large each may be in KiB, gzipped. */
export const sizeLimitsKiB = {
  suite: 260,
  chat: 180,
  sessions: 120,
  webhooks: 120,
  ingest: 240,
} as const

export type WorkerName = keyof typeof sizeLimitsKiB

export const workerNames = Object.keys(sizeLimitsKiB).filter(
  (name): name is WorkerName => name in sizeLimitsKiB,
)

/** The size in KiB, gzipped, of what `wrangler deploy` would upload. */
export async function bundleSizeKiB(name: WorkerName): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-bundle-'))
  try {
    const env = name === 'suite' ? ['--env='] : ['--env', name]
    await promisify(execFile)(
      process.execPath,
      [wrangler, 'deploy', '--dry-run', ...env, '--outdir', folder],
      {
        cwd: root,
        env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
      },
    )
    const main = name === 'suite' ? 'index.js' : `${name}.js`
    return gzipSync(await readFile(join(folder, main))).byteLength / 1024
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
