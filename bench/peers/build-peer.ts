import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build, type Plugin, stop } from 'esbuild'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** Bundles a peer's Worker as wrangler would: Node's modules are left to workerd, under their full names. */
export async function buildPeer(main: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [main],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2024',
    platform: 'browser',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*', 'cloudflare:*'],
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [nodeModules],
    logLevel: 'error',
  })
  await stop()
  return outputFiles[0]?.text ?? ''
}

/** Older packages `require('fs')`: that becomes an import, for a module of workerd has no `require`. */
const nodeModules: Plugin = {
  name: 'node-modules',
  setup({ onResolve, onLoad }) {
    const names = new RegExp(`^(?:node:)?(?:${builtinModules.join('|')})$`)
    onResolve({ filter: names }, ({ path, kind }) => {
      const name = path.startsWith('node:') ? path : `node:${path}`
      if (kind !== 'require-call') return { path: name, external: true }
      return { path: name, namespace: 'required' }
    })
    onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `import * as named from '${path}'\nmodule.exports = named.default ?? named`,
      loader: 'js',
    }))
  },
}
