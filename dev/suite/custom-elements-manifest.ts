import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What editors and documentation tools know the element by, made of the package's own types. */
export async function customElementsManifest(folder: string): Promise<string> {
  const types = await readFile(join(folder, 'index.d.mts'), 'utf8')
  const bodyOf = (name: string) =>
    new RegExp(`(?:interface|class) ${name}\\b[^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(types)?.[1] ?? ''
  const attributes = [
    ...bodyOf('MarginaliaChatAttributes').matchAll(/^ {2}'?([\w-]+)'?\?: (.*)$/gm),
  ]
  const events = [...bodyOf('MarginaliaChatEventMap').matchAll(/^ {2}'([\w-]+)'/gm)]
  const methods = [...bodyOf('MarginaliaChat').matchAll(/^ {2}(\w+)\(/gm)]
  const declaration = {
    kind: 'class',
    customElement: true,
    name: 'MarginaliaChat',
    tagName: 'marginalia-chat',
    superclass: { name: 'HTMLElement' },
    attributes: attributes.map(([, name, text]) => ({ name, type: { text } })),
    events: events.map(([, name]) => ({ name, type: { text: 'CustomEvent' } })),
    members: methods.map(([, name]) => ({ kind: 'method', name })),
  }
  const path = 'index.mjs'
  const manifest = {
    schemaVersion: '1.0.0',
    modules: [
      {
        kind: 'javascript-module',
        path,
        declarations: [declaration],
        exports: [
          {
            kind: 'js',
            name: 'MarginaliaChat',
            declaration: { name: 'MarginaliaChat', module: path },
          },
        ],
      },
    ],
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}
