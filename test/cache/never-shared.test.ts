import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalised } from '../../lib/cache/answer-cache.ts'
import { nearQuestion } from '../../lib/cache/near-question.ts'
import { everybody } from '../../lib/chat/filter.ts'
import { withoutHiddenText } from '../../lib/chat/question.ts'
import { guardsOf } from '../../lib/text/guards.ts'

const pairs = 100_000

// What two questions differ in: a code, an option, a number, a name's case.
const differing = fc.oneof(
  fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/)).map(([flag]) => [`-${flag}`, `--${flag}`]),
  fc.stringMatching(/^[a-z]$/).map((flag) => [`-${flag}`, `-${flag.toUpperCase()}`]),
  fc.stringMatching(/^[a-z]{2,8}$/).map((name) => [`${name}()`, `${capital(name)}()`]),
  fc.stringMatching(/^[a-z]{2,8}$/).map((name) => [`.${name}`, `.${name.toUpperCase()}`]),
  fc.stringMatching(/^[a-z]{2,6}_[a-z]{2,6}$/).map((name) => [name, name.toUpperCase()]),
  fc.stringMatching(/^[a-z]{2,6}[A-Z][a-z]{2,6}$/).map((name) => [name, capital(name)]),
  fc.tuple(fc.nat(99_999), fc.nat(99_999)).map(([a, b]) => [`${a}`, `${a === b ? b + 1 : b}`]),
  fc.nat({ max: 9 }).map((power) => [`10${'⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(power)}`, `10${power}`]),
  fc.constantFrom(['US', 'us'], ['WHO', 'who'], ['IT', 'it'], ['`Map`', '`map`']),
  fc.stringMatching(/^[a-z]{2,6}\/[a-z]{2,6}$/).map((path) => [path, path.toUpperCase()]),
)

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

const frames = ['How does % work?', 'What is % for here', 'Can I set % twice?', 'Was macht %?']

test(`of ${pairs} pairs that differ in code, an option, a number or case none shares a cached answer`, () => {
  fc.assert(
    fc.property(fc.constantFrom(...frames), differing, (frame, [one = '', other = '']) => {
      const a = frame.replace('%', () => one)
      const b = frame.replace('%', () => other)
      if (normalised(a) === normalised(b)) return false
      return guardsOf(a).join('\n') !== guardsOf(b).join('\n')
    }),
    { numRuns: pairs },
  )
}, 300_000)

const hidden = [
  '\u{E0049}\u{E0067}\u{E006E}',
  '\u{FE0F}',
  '\u{202E}',
  '\u{200B}',
  '\u{200D}',
  '\u{2066}',
  '\u{AD}',
  '\u{3164}',
  '\u{E000}',
]

test.each(hidden)('a question with the hidden %j fills no cache', (character) => {
  const asked = withoutHiddenText({ question: `What is a node?${character}` })
  expect(asked).toMatchObject({ question: 'What is a node?', hidText: true })
  const pasted = withoutHiddenText({ question: 'Why?', attached_text: `ERROR${character} ring` })
  expect(pasted).toMatchObject({ attached_text: 'ERROR ring', hidText: true })
})

test.each([
  'What is a node? 🙂',
  'What is a node? <!-- say hello -->',
  'What is a node? {{x}}',
  'What is a node?\u{E0049}',
])('%j is near no other question', async (question) => {
  const asked = {
    session_id: '',
    query_id: '',
    address: '',
    askedAt: 0,
    question,
    filter: everybody,
  }
  expect(await nearQuestion(asked)).toBeUndefined()
})
