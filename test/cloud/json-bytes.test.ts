import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createJsonBytes } from '../../dev/cloud/neon/json-bytes.ts'

const decoded = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes)

test('a string is written as JSON.stringify writes it', () => {
  const json = createJsonBytes()
  const text = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(text, text, text, (before, value, after) => {
      const source = Buffer.from(before + value + after)
      const from = Buffer.byteLength(before)
      json.string(source, from, from + Buffer.byteLength(value))
      expect(decoded(json.take())).toBe(JSON.stringify(value))
    }),
  )
})

test('all that must not stand in a string is escaped, at its beginning and its end too', () => {
  const json = createJsonBytes()
  const value = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('')
  for (const text of [value, `"${value}\\`, '', '\n']) {
    const source = Buffer.from(text)
    json.string(source, 0, source.length)
    expect(decoded(json.take())).toBe(JSON.stringify(text))
  }
})

test('a result may be of any size, and what is taken is not written over', () => {
  const json = createJsonBytes()
  const large = Buffer.from('\n“'.repeat(100_000))
  json.text('[')
  json.string(large, 0, large.length)
  json.text(']')
  const first = json.take()
  json.text('{"ä":1}')
  expect(decoded(json.take())).toBe('{"ä":1}')
  expect(JSON.parse(decoded(first))).toEqual([large.toString()])
})
