import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'

/**
 * The caller's address as Cloudflare saw it, which a caller cannot choose. A household or a server has
 * a whole /64 of IPv6 addresses: they are one caller.
 */
export const callerAddress = (c: Context): string =>
  addressOf(c.req.header('cf-connecting-ip') ?? 'unknown')

/** An IPv4 address as it is, an IPv6 address as its /64. */
export function addressOf(text: string): string {
  if (!text.includes(':') || !ipaddr.IPv6.isValid(text)) return text
  const address = ipaddr.IPv6.parse(text)
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString()
  const network = address.parts.slice(0, 4).map((part) => part.toString(16))
  return `${network.join(':')}::/64`
}
