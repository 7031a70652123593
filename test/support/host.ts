import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { publicFolder, widgetFiles } from '../../dev/suite/build-widget.ts'

/** A page of some owner's site: what it says, and its content security policy. */
export interface HostPage {
  html: string
  policy?: string
}

export type Host = Awaited<ReturnType<typeof startHost>>

/** Serves the pages of owners' sites, each as its URL says, and the widget's files as the suite does. */
export async function startHost() {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://host.example')
    void answer(url, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** The address of a page on a host. */
export function pageOn(host: string, { html, policy = '' }: HostPage, path = '/guide'): string {
  return `${host}${path}?${new URLSearchParams({ html, policy })}`
}

async function answer(url: URL, response: ServerResponse): Promise<void> {
  const name = url.pathname.slice(1)
  if (name in widgetFiles || /^widget\/\w+\.mjs$/.test(name)) {
    const headers = { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' }
    response.writeHead(200, headers).end(await readFile(join(publicFolder, name)))
    return
  }
  if (url.pathname.includes('/v1/')) return void response.writeHead(404).end('No such page')
  const policy = url.searchParams.get('policy')
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    ...(policy && { 'content-security-policy': policy }),
  })
  response.end(url.searchParams.get('html') ?? '')
}
