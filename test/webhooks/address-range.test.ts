import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { isAddress, reservedRange } from '../../lib/webhooks/address-range.ts'

/** What ipaddr.js calls an address; it knows no range for what of version 6 is given out to nobody. */
function expected(host: string) {
  const address = ipaddr.parse(host)
  const range = address.range()
  if (range !== 'unicast') return range
  const isGivenOut = address.kind() === 'ipv4' || (address.toByteArray()[0] ?? 0) >> 5 === 1
  return isGivenOut ? undefined : 'unassigned'
}

const hostOf = (bytes: number[]) =>
  new URL(
    `https://${bytes.length === 4 ? bytes.join('.') : `[${ipaddr.fromByteArray(bytes)}]`}`,
  ).hostname.replace(/^\[(.*)\]$/, '$1')

type Block = [address: { toByteArray: () => number[] }, length: number]

/** The blocks that ipaddr.js knows, which its types do not tell. */
const Ranges = z.object({
  SpecialRanges: z.record(
    z.string(),
    z.custom<Block | Block[]>((value) => Array.isArray(value)),
  ),
})

const blocksOf = (one: unknown) =>
  Object.values(Ranges.parse(one).SpecialRanges).flatMap((blocks) =>
    isOne(blocks) ? [blocks] : blocks,
  )

const isOne = (blocks: Block | Block[]): blocks is Block => typeof blocks[1] === 'number'

/** The first and last addresses of a block, and those beside it. */
function edgesOf([address, length]: Block): number[][] {
  const bytes = address.toByteArray()
  const size = BigInt(8 * bytes.length)
  const first = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  const last = first | ((1n << (size - BigInt(length))) - 1n)
  return [first - 1n, first, last, last + 1n]
    .filter((value) => value >= 0n && value < 1n << size)
    .map((value) => bytes.map((_, at) => Number((value >> (size - 8n * BigInt(at + 1))) & 0xffn)))
}

test.each([ipaddr.parse('::'), ipaddr.parse('0.0.0.0')])(
  'an address at the edge of a range is in it or beside it, as %s',
  (address) => {
    const hosts = blocksOf(address).flatMap(edgesOf).map(hostOf)
    expect(hosts.length).toBeGreaterThan(60)
    for (const host of hosts) expect([host, reservedRange(host)]).toEqual([host, expected(host)])
  },
)

test('any address is in the range that ipaddr.js names', () => {
  const ofLength = (length: number) =>
    fc.array(fc.nat(255), { minLength: length, maxLength: length })
  const short = fc
    .tuple(fc.constantFrom(0x20, 0x3f, 0xfe, 0), ofLength(3))
    .map(([first, more]) => [first, ...more, ...Array(12).fill(0)])
  fc.assert(
    fc.property(fc.oneof(ofLength(4), ofLength(16), short).map(hostOf), (host) => {
      expect([host, isAddress(host), reservedRange(host)]).toEqual([host, true, expected(host)])
    }),
    { numRuns: 2000 },
  )
})

test.each(['example.com', '1.2.3', 'a.1.2.3.4', '1.2.3.4.5', ''])('%j is no address', (host) => {
  expect(isAddress(host)).toBe(false)
})
