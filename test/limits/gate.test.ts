import { expect, test } from 'vitest'
import { addressOf } from '../../lib/http/address.ts'
import { createGate } from '../../lib/limits/gate.ts'

const limit = { tokens: 2, seconds: 60 }
const asked = (id: string) => [{ name: 'test', limit, id, rule: 'Two calls a minute are allowed.' }]

test('a caller is refused here after as many calls as the limit allows, and says until when', () => {
  let time = 0
  const gate = createGate(() => time)
  gate.enter(asked('a'))
  gate.enter(asked('a'))
  time = 20_000
  expect(() => gate.enter(asked('a'))).toThrow('Two calls a minute are allowed. Try again in 40 s.')
  gate.enter(asked('b'))
  time = 60_000
  gate.enter(asked('a'))
})

test('whom Redis has refused is refused here until that limit ends', () => {
  let time = 0
  const gate = createGate(() => time)
  gate.enter(asked('a'))
  expect(() => gate.judge(asked('a'), [{ allowed: false, reset: 30_000 }])).toThrow(/in 30 s/)
  time = 29_999
  expect(() => gate.enter(asked('a'))).toThrow(/in 1 s/)
  time = 30_000
  gate.enter(asked('a'))
})

test('a refused call counts against none of its other limits', () => {
  const gate = createGate(() => 0)
  const both = [...asked('a'), { name: 'day', limit, id: 'a', rule: 'Two a day.' }]
  gate.judge([], [])
  gate.enter(asked('a'))
  gate.enter(asked('a'))
  for (let refused = 0; refused < 10; refused += 1) expect(() => gate.enter(both)).toThrow()
  gate.enter([{ name: 'day', limit, id: 'a', rule: 'Two a day.' }])
})

test('what is remembered is bounded: the caller who was longest silent is forgotten', () => {
  const gate = createGate(() => 0)
  gate.enter(asked('first'))
  gate.enter(asked('first'))
  for (let other = 0; other < 10_000; other += 1) gate.enter(asked(`caller ${other}`))
  gate.enter(asked('first'))
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff::1', '2001:db8:1:2::/64'],
  ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ['unknown', 'unknown'],
  ['telegram:5', 'telegram:5'],
])('the caller %s is known as %s', (address, caller) => {
  expect(addressOf(address)).toBe(caller)
})
