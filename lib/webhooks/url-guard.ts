import ipaddr from 'ipaddr.js'

const localSuffixes = ['localhost', 'local', 'internal', 'intranet', 'lan', 'home.arpa', 'onion']

/**
 * Why a webhook may not go to this URL; undefined when it may. Names are not resolved: Cloudflare's
 * fetch reaches public addresses alone. `allowPrivate` lets http and this machine through.
 */
export function refusalOf(text: string, { allowPrivate = false } = {}): string | undefined {
  const url = URL.parse(text)
  if (!url) return 'is not a URL'
  if (url.username || url.password) return 'must not hold a user name or password'
  if (allowPrivate && url.protocol === 'http:') return undefined
  if (url.protocol !== 'https:') return 'must begin with https://'
  return allowPrivate ? undefined : hostRefusal(url.hostname)
}

/** The parser has already brought decimal, octal, hex, short and full-width addresses to one form. */
function hostRefusal(hostname: string): string | undefined {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
  if (ipaddr.isValid(host)) return addressRefusal(host)
  const isLocal = localSuffixes.some((name) => host === name || host.endsWith(`.${name}`))
  if (isLocal) return 'must not name a local host'
  if (!/^([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]*$/.test(host)) {
    return 'must name a host by its full domain name'
  }
  return undefined
}

function addressRefusal(host: string): string | undefined {
  const address = ipaddr.parse(host)
  const range = address.range()
  if (range !== 'unicast') return `must not be a private or reserved address (${range})`
  // The library calls unicast whatever has no name; only 2000::/3 is given out.
  const isGivenOut = address.kind() === 'ipv4' || ((address.toByteArray()[0] ?? 0) & 0xe0) === 0x20
  return isGivenOut ? undefined : 'must not be a private or reserved address (unassigned)'
}
