import { existsSync } from 'node:fs'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** What keeps a browser in a test quiet, and on this machine. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The path of this machine's Chromium or Chrome: CHROMIUM_PATH, or where systems put it. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH
  return named || places.find((path) => existsSync(path))
}
