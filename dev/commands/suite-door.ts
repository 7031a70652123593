import { UsageError } from './usage-error.ts'

export const defaultUrl = 'http://127.0.0.1:8787'

/** Asks a suite; one that is not there is a mistake that says how to start it. */
export async function askSuite(url: string, path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(`${url}${path}`, init)
  } catch (error) {
    // A bad URL, a refused connection and an unknown host all end here, with the cause inside.
    if (error instanceof TypeError) {
      throw new UsageError(
        `Nothing answers at ${url}; run npm start in another terminal, or name another --url.`,
      )
    }
    throw error
  }
}

/** A URL of the command line, without a closing slash. */
export function suiteUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) {
    return text.replace(/\/+$/, '')
  }
  throw new UsageError(`--url: ${text} is not a URL; name one like https://marginalia.example.dev.`)
}
