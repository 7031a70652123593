import { fileURLToPath } from 'node:url'
import { opensSearch, scriptAttributes } from '../script-tag.ts'

const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const client = /\/vitepress\/dist\/client\/app\/index\.js$/

/** A Vite plugin for VitePress: the widget on every page, and its box behind the search button. */
export default function marginalia(options: unknown) {
  const attributes = { defer: '', ...scriptAttributes(options, { selection: '.vp-doc' }) }
  return {
    name: 'marginalia',
    config: () => ({
      ...(opensSearch(options) && {
        resolve: {
          alias: [{ find: /^.*\/VPNavBarSearch\.vue$/, replacement: beside('./SearchButton.vue') }],
        },
      }),
    }),
    transform: (code: string, id: string) =>
      client.test(id.split('?')[0] ?? id)
        ? `${code}\nimport ${JSON.stringify(beside('./keep-words-in-view.mjs'))}`
        : undefined,
    /** VitePress hands its own configuration to Vite's plugins. */
    configResolved(config: object) {
      const head = headOf(config)
      // A site is built twice over, for the browser and for the server that renders it.
      if (!head.some(([tag, { src }]) => tag === 'script' && src === attributes.src))
        head.push(['script', attributes])
    },
  }
}

type HeadTag = [tag: string, attributes: Record<string, string>]

function headOf(config: object): HeadTag[] {
  const { vitepress } = config as { vitepress?: { site?: { head?: HeadTag[] } } }
  if (vitepress?.site?.head) return vitepress.site.head
  throw new Error("marginalia: put marginalia() into `vite.plugins` of VitePress' configuration")
}
