import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'

const sampleEndpoint = 'https://marginalia.example.workers.dev'

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

/**
 * Serves a built site as a static host does, with the suite's real URL in place of the one that the
 * handbook's sample names.
 */
export async function serveSite(built: string, endpoint: () => string) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site.example')
    const file = await fileAt(built, decodeURIComponent(pathname))
    if (!file) return void response.writeHead(404).end('No such page')
    const type = contentTypes[extname(file)]
    const content = await readFile(file)
    response.writeHead(200, { 'content-type': type ?? 'application/octet-stream' })
    response.end(type ? content.toString().replaceAll(sampleEndpoint, endpoint()) : content)
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

async function fileAt(folder: string, path: string): Promise<string | undefined> {
  for (const candidate of [path, `${path}.html`, `${path}/index.html`]) {
    const file = join(folder, candidate)
    if (file.startsWith(folder) && (await isFile(file))) return file
  }
  return undefined
}

const isFile = (path: string) =>
  stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  )
