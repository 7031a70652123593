import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { bookAddress, buildLocalSite } from '../../dev/site/build-site.ts'
import { chromiumArguments, findChromium } from '../../dev/suite/chromium.ts'
import { bookPath } from '../support/book.ts'
import { startHost } from '../support/host.ts'
import { startLocalSuite } from '../support/local-suite.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the one browser of the run listens. */
    browser: string
    /** The suite with the small book, and the local site of it. */
    suite: string
    /** Serves owners' pages; the suite lets them ask. */
    host: string
    /** Serves owners' pages too; the suite refuses them. */
    strangeHost: string
    /** The stand-in of OpenRouter, to set faults at. */
    openrouter: string
  }
}

/** One browser, one suite and two hosts for all browser tests. */
export default async function setup({ provide }: TestProject) {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('There is no Chromium to test with')
  const site = await mkdtemp(join(tmpdir(), 'marginalia-site-'))
  await buildLocalSite(bookPath, site)
  const [host, strangeHost, port] = await Promise.all([startHost(), startHost(), freePort()])
  const local = await startLocalSuite({
    port,
    assets: site,
    settings: {
      ALLOWED_ORIGINS: host.url,
      SHARED_ANSWER_DAYS: '30',
      CONTENT_SITE_URL: `http://127.0.0.1:${port}${bookAddress}`,
    },
  })
  const browser = await chromium.launchServer({ executablePath, args: chromiumArguments })
  provide('browser', browser.wsEndpoint())
  provide('suite', local.suite.url)
  provide('host', host.url)
  provide('strangeHost', strangeHost.url)
  provide('openrouter', new URL(local.cloud.settings.OPENROUTER_BASE_URL ?? '').origin)
  return async () => {
    await browser.close()
    await Promise.all([local.close(), host.close(), strangeHost.close()])
    await rm(site, { recursive: true, force: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  await new Promise<void>((closed) => server.close(() => closed()))
  return address.port
}
