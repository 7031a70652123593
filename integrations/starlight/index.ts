import { opensSearch, scriptAttributes } from '../script-tag.ts'

interface Setup {
  config: { head?: object[]; components?: Record<string, string> }
  updateConfig: (change: object) => void
}

/** A plugin for Starlight: the widget on every page, and its box behind the search button. */
export default function marginalia(options: unknown) {
  const attrs = { defer: true, ...scriptAttributes(options, { selection: '.sl-markdown-content' }) }
  return {
    name: 'marginalia-starlight',
    hooks: {
      'config:setup'({ config, updateConfig }: Setup) {
        updateConfig({
          head: [...(config.head ?? []), { tag: 'script', attrs }],
          ...(opensSearch(options) && {
            // Nobody would ask Pagefind's index.
            pagefind: false,
            components: { Search: 'marginalia-starlight/Search.astro', ...config.components },
          }),
        })
      },
    },
  }
}
