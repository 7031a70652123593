import { isAddress, reservedRange } from './address-range.ts'

/** Names that lead into somebody's own network: routers', offices', clusters' and clouds'. */
const localSuffixes = [
  ...[
    'localhost',
    'local',
    'localdomain',
    'internal',
    'intranet',
    'private',
    'lan',
    'home',
    'corp',
  ],
  ...['home.arpa', 'svc', 'cluster', 'kubernetes', 'onion', 'i2p', 'alt'],
]
/** Top-level names that RFC 2606 and 6761 keep out of the public DNS. */
const reservedNames = ['test', 'example', 'invalid']
/** Addresses and names that clouds give their metadata and agents, outside of private ranges. */
const metadataHosts = [
  ...['168.63.129.16', 'metadata.azure.com', 'metadata.tencentyun.com', 'metadata.packet.net'],
  ...['metadata.platformequinix.com', 'metadata.goog'],
]

export interface Guard {
  /** Lets http and this machine through, at any port. */
  allowPrivate?: boolean
  /** The ports that receivers may have. */
  ports?: string[]
}

/**
 * Why a webhook may not go to this URL; undefined when it may. Names are not resolved: Cloudflare's
 * fetch reaches public addresses alone.
 */
export function rejectionOf(
  text: string,
  { allowPrivate = false, ports = ['443', '8443'] }: Guard = {},
): string | undefined {
  const url = URL.parse(text)
  if (!url) return 'is not a URL'
  if (url.username || url.password) return 'must not hold a user name or password'
  if (allowPrivate && url.protocol === 'http:') return undefined
  if (url.protocol !== 'https:') return 'must begin with https://'
  if (allowPrivate) return undefined
  if (!ports.includes(url.port || '443')) return `must have one of the ports ${ports.join(', ')}`
  return hostRejection(url.hostname)
}

/** The parser has already brought decimal, octal, hex, short and full-width addresses to one form. */
function hostRejection(hostname: string): string | undefined {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
  if (metadataHosts.includes(host)) return "must not be a cloud's metadata service"
  if (isAddress(host)) return addressRejection(host)
  const isUnder = (name: string) => host === name || host.endsWith(`.${name}`)
  if (localSuffixes.some(isUnder)) return 'must not name a local host'
  if (reservedNames.some(isUnder)) return 'must not name a host under a reserved top-level name'
  if (!/^([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]*$/.test(host)) {
    return 'must name a host by its full domain name'
  }
  return undefined
}

function addressRejection(host: string): string | undefined {
  const range = reservedRange(host)
  return range && `must not be a private or reserved address (${range})`
}
