import { expect, test } from 'vitest'
import { createThoughtFilter } from '../../lib/clients/thought-filter.ts'

/** What is left of a reply that comes in these pieces. */
function shown(pieces: string[]): string {
  const filter = createThoughtFilter()
  return pieces.map((piece) => filter.push(piece)).join('') + filter.end()
}

test.each([
  ['<think>Which passage?</think>Port 8080 [1].', 'Port 8080 [1].'],
  ['<think></think>\n\nPort 8080 [1].', '\n\nPort 8080 [1].'],
  ['\n<THINK>a < b</THINK>Port 8080 [1].', '\nPort 8080 [1].'],
  ['Port <think>or 8081?</think>8080 [1].', 'Port 8080 [1].'],
  ['<think>one</think>A<think>two</think>B', 'AB'],
  ['<think>never closed: [1] NO_ANSWER', ''],
  ['Okay, the user asks for the port. It says 8080 [1].</think>Port 8080 [1].', 'Port 8080 [1].'],
  ['首先看第一段。</think>端口是 8080 [1]。', '端口是 8080 [1]。'],
  ['Okay, that is all I have [1].', 'Okay, that is all I have [1].'],
  ['The user is created first [1].', 'The user is created first [1].'],
  ['A <thinker> thinks </thin', 'A <thinker> thinks </thin'],
  ['a < b and </b> [1]', 'a < b and </b> [1]'],
  ['<think>\nfirst <b>this</b>\n</think>\nPort 8080 [1].', '\nPort 8080 [1].'],
  ['<think>a</think><think>b</think>Port [1].', 'Port [1].'],
  ['<Think>NO_ANSWER?</Think>Port 8080 [1].', 'Port 8080 [1].'],
  ['Wait, is it 8081? No.</think>\n\nPort 8080 [1].', '\n\nPort 8080 [1].'],
  ['Port 8080 [1]. </ think', 'Port 8080 [1]. </ think'],
  ['1 <2 and 3> 2 [1]', '1 <2 and 3> 2 [1]'],
  ['', ''],
])('of %j is shown %j, wherever it is cut', (reply, answer) => {
  for (let at = 0; at <= reply.length; at += 1) {
    expect(shown([reply.slice(0, at), reply.slice(at)])).toBe(answer)
  }
  expect(shown([...reply])).toBe(answer)
})

test('an ordinary answer is shown from its first word on', () => {
  expect(createThoughtFilter().push('Port')).toBe('Port')
})

test('thoughts without an end are held to a bound', () => {
  const filter = createThoughtFilter()
  const shownSoFar = filter.push(`Okay, ${'so '.repeat(20_000)}`)
  expect(shownSoFar.length).toBeGreaterThan(50_000)
})
