import { lazily } from '../text/lazily.ts'

// IANA's registries of special-purpose addresses, as ipaddr.js names them: the first range counts.
const ofVersion4 = `unspecified 0.0.0.0/8
broadcast 255.255.255.255/32
multicast 224.0.0.0/4
linkLocal 169.254.0.0/16
loopback 127.0.0.0/8
carrierGradeNat 100.64.0.0/10
private 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16
reserved 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4
as112 192.175.48.0/24 192.31.196.0/24
amt 192.52.193.0/24`
const ofVersion6 = `unspecified ::/128
linkLocal fe80::/10
multicast ff00::/8
loopback ::1/128
uniqueLocal fc00::/7
ipv4Mapped ::ffff:0:0/96
deprecatedSiteLocal fec0::/10
discard 100::/64
rfc6145 ::ffff:0:0:0/96
rfc6052 64:ff9b::/96 64:ff9b:1::/48
6to4 2002::/16
teredo 2001::/32
benchmarking 2001:2::/48
amt 2001:3::/32
as112v6 2001:4:112::/48 2620:4f:8000::/48
deprecatedOrchid 2001:10::/28
orchid2 2001:20::/28
droneRemoteIdProtocolEntityTags 2001:30::/28
segmentRouting 5f00::/16
reserved 2001::/23 2001:db8::/32 3fff::/20`

const ranges = lazily(() => [ofVersion4, ofVersion6].map(rangesIn))
// What IANA gives out of version 6: 2000::/3.
const givenOut = '001'

/** Whether a host is an address, as the parser of URLs writes it: in its shortest form, without brackets. */
export const isAddress = (host: string) => host.includes(':') || /^\d+(\.\d+){3}$/.test(host)

/**
 * What keeps such an address from the public Internet: its range's name, or `unassigned`; undefined
 * where nothing does.
 */
export function reservedRange(host: string): string | undefined {
  const isVersion6 = host.includes(':')
  const bits = bitsOf(host)
  const [name] =
    ranges()[Number(isVersion6)]?.find(([, starts]) =>
      starts.some((start) => bits.startsWith(start)),
    ) ?? []
  return name ?? (isVersion6 && !bits.startsWith(givenOut) ? 'unassigned' : undefined)
}

const rangesIn = (text: string) =>
  text.split('\n').map((line): [string, string[]] => {
    const [name = '', ...blocks] = line.split(' ')
    return [name, blocks.map(startOf)]
  })

/** The bits that all addresses of a block begin with. */
function startOf(block: string): string {
  const [address = '', length] = block.split('/')
  return bitsOf(address).slice(0, Number(length))
}

function bitsOf(address: string): string {
  if (address.includes('.')) return digits(address.split('.'), 10, 8)
  const [before = [], after = []] = address
    .split('::')
    .map((part) => part.split(':').filter(Boolean))
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return digits([...before, ...zeros, ...after], 16, 16)
}

const digits = (numbers: string[], base: number, length: number) =>
  numbers.map((one) => Number.parseInt(one, base).toString(2).padStart(length, '0')).join('')
