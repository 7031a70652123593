import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { buildWidget, publicFolder, type WidgetFile } from './build-widget.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const pathWithNode = [dirname(process.execPath), process.env.PATH].join(delimiter)
const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js')

/**
 * The Workers, and how large each may be in KiB, gzipped. What the limits were last moved for: away with
 * the Neon driver, the Redis client and the rate limiter (-70 everywhere); then search, the Model Context Protocol and the
 * pages as Markdown (+30 in the suite), the syntaxes of fifteen site generators and the probe questions
 * that calibrate the floor (+50 in ingest), the owner's desk and its gaps (+15 in admin), the inbox and
 * traces (+15 in the suite, +4 in chat and telegram, +6 in admin); then answers that the desk gives
 * itself, to explain, preview and repeat them (+70 in admin), and its settings and pins (+9 in the suite);
 * then websites and descriptions of APIs as sources (+6 in ingest and in the suite);
 * then shared answers, which are read with their verdicts (+19 in sessions, +2 in the suite); then the words
 * that say the same, in four languages, for the check of claims (+4 wherever answers are checked); then
 * hand-offs in Slack and Chatwoot (+7 in webhooks, +9 in slack, +12 in admin), and in every function who
 * is blocked, who was turned away and who has signed in at Cloudflare Access (+3); then pages in
 * several languages, and pages that are read, embedded and written together (+5 in ingest, +4 in the suite);
 * then how far sources are ahead, and issues for gaps (+3 in admin); then what is asked most, retention and
 * gaps of single questions at the desk (+1 in admin and in the suite); then away with what only describes
 * the API, and with a minifier that finds more (-34 in the suite, -7 in chat); then with the names of HTML's
 * characters packed (-5 in ingest and in the suite); then with the probe questions read from the assets
 * (-14 in ingest and in the suite), and with what is only needed once a question is on its way (-27 wherever
 * answers are given or checked); then with the names of HTML's characters, the list of tools and what only the
 * desk and archiving need read from the assets, SQL without its layout, and without ipaddr.js (-20 in the
 * suite, -10 in ingest, -2 in chat); then the buffers that replies are read into (.1 everywhere); then the
 * wait for an answer's log (.2 wherever answers are given), and what two batches at once must not do to each
 * other (.2 in ingest and in the suite).
 */
export const sizeLimitsKiB = {
  suite: 290,
  chat: 123,
  sessions: 82,
  webhooks: 54,
  ingest: 155,
  admin: 148,
  telegram: 178,
  slack: 160.5,
  discord: 140,
  search: 57,
  mcp: 69,
} as const

export type WorkerName = keyof typeof sizeLimitsKiB

export const workerNames = Object.keys(sizeLimitsKiB).filter(
  (name): name is WorkerName => name in sizeLimitsKiB,
)

/** The widget's files, and how large each may be in KiB, gzipped. */
export const widgetLimitsKiB = {
  'widget.js': 29.5,
  'widget.mjs': 29.5,
} as const satisfies Record<WidgetFile, number>

/** The sizes in KiB, gzipped, of what a page loads. */
export async function widgetSizesKiB(): Promise<Record<WidgetFile, number>> {
  await buildWidget()
  const size = async (name: WidgetFile) => gzippedKiB(await readFile(join(publicFolder, name)))
  return { 'widget.js': await size('widget.js'), 'widget.mjs': await size('widget.mjs') }
}

const gzippedKiB = (content: Uint8Array) => gzipSync(content).byteLength / 1024

/** The size in KiB, gzipped, of what `wrangler deploy` would upload. */
export const bundleSizeKiB = async (name: WorkerName): Promise<number> =>
  gzippedKiB(await deployedBundle(name))

/** What `wrangler deploy` would upload. */
export async function deployedBundle(name: WorkerName): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-bundle-'))
  try {
    const env = name === 'suite' ? ['--env='] : ['--env', name]
    await promisify(execFile)(
      process.execPath,
      [wrangler, 'deploy', '--dry-run', ...env, '--outdir', folder],
      {
        cwd: root,
        // wrangler's build command runs `node`, which has to be this one.
        env: { ...process.env, PATH: pathWithNode, WRANGLER_SEND_METRICS: 'false' },
      },
    )
    const main = name === 'suite' ? 'index.js' : `${name}.js`
    return await readFile(join(folder, main))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
