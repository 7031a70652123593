import type { Context } from 'hono'

/**
 * The caller's address as Cloudflare saw it, which a caller cannot choose. A household or a server has
 * a whole /64 of IPv6 addresses: they are one caller.
 */
export const callerAddress = (c: Context): string =>
  addressOf(c.req.header('cf-connecting-ip') ?? 'unknown')

/** An IPv4 address as it is, an IPv6 address as its /64. */
export function addressOf(text: string): string {
  // A URL's host is the address in its one canonical form, and no URL what is no address.
  const url = `http://[${text}]/`
  if (!text.includes(':') || !URL.canParse(url)) return text
  const [head = '', tail] = new URL(url).hostname.slice(1, -1).split('::')
  const [first, last] = [head, tail ?? ''].map((half) => half.split(':').filter(Boolean))
  const left = first ?? []
  const right = last ?? []
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  const groups = [...left, ...zeros, ...right]
  const isMapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff'
  return isMapped ? dotted(groups.slice(6)) : `${groups.slice(0, 4).join(':')}::/64`
}

/** The IPv4 address that two groups of an IPv6 address hold. */
const dotted = (groups: string[]) =>
  groups
    .map((group) => Number.parseInt(group, 16))
    .flatMap((pair) => [pair >> 8, pair & 255])
    .join('.')
