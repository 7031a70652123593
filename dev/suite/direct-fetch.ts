import { getCACertificates, rootCertificates } from 'node:tls'

const binding = 'NETWORK'

/** The network that a Worker's requests leave by: whose certificates are trusted is Node's say. */
export const networkBinding = {
  [binding]: {
    network: {
      allow: ['public', 'private', '240.0.0.0/4'],
      tlsOptions: {
        trustBrowserCas: true,
        // workerd knows no store of Windows.
        trustedCertificates: [
          ...(process.platform === 'win32' ? rootCertificates : []),
          ...getCACertificates('extra'),
        ],
      },
    },
  },
}

/**
 * A module that sends a Worker's requests straight to the network. The local runtime puts a Worker of its
 * own behind each, which Cloudflare does not have and which costs as much as the request.
 */
export const directFetch = `
import { env } from 'cloudflare:workers'
const network = env.${binding}
globalThis.fetch = (input, init) => network.fetch(input, init)`
