/**
 * The network of an address, in which one person is not told from others: the /24 of IPv4, the /48 of
 * IPv6. Takes a network in that form too; undefined of what is no address.
 */
export function networkOf(address: string): string | undefined {
  const [bare = ''] = address.trim().toLowerCase().split('/')
  const dotted = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(bare)
  if (dotted) {
    const parts = dotted.slice(1, 4).map(Number)
    return parts.every((part) => part < 256) ? `${parts.join('.')}.0/24` : undefined
  }
  const url = `http://[${bare}]/`
  if (!bare.includes(':') || !URL.canParse(url)) return undefined
  const groups = groupsOf(new URL(url).hostname.slice(1, -1))
  const isMapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff'
  if (!isMapped) return `${groups.slice(0, 3).join(':')}::/48`
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16))
  return `${high >> 8}.${high & 255}.${low >> 8}.0/24`
}

/** The eight groups of an IPv6 address in its canonical form. */
function groupsOf(text: string): string[] {
  const [head = '', tail = ''] = text.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  return [
    ...left,
    ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'),
    ...right,
  ]
}
