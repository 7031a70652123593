import { pathToFileURL } from 'node:url'
import type { Plugin } from 'rolldown'
import * as z from 'zod/mini'

const Exports = z.record(z.string(), z.unknown())

/** Modules whose names end in `.built.ts` are run by the build: a Worker has their exports as JSON. */
export const builtModules: Plugin = {
  name: 'built-modules',
  load: {
    filter: { id: /\.built\.ts$/ },
    async handler(id) {
      const exported = Exports.parse({ ...(await import(pathToFileURL(id).href)) })
      const lines = Object.entries(exported).map(
        ([name, value]) => `export const ${name} = ${JSON.stringify(value)}`,
      )
      return { code: lines.join('\n'), moduleType: 'js' }
    },
  },
}
