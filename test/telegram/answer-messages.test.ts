import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { textOfHtml } from '../../dev/cloud/telegram/telegram-html.ts'
import type { AnswerDocument, Source } from '../../lib/chat/events.ts'
import { answerMessages } from '../../lib/telegram/answer-messages.ts'

const aSource = (n: number, own: Partial<Source> = {}): Source => ({
  n,
  passage_id: '1',
  text: 'Each ring is a prism.',
  source: 'docs/lens.md',
  url: 'https://book.example/lens?a=1&b=2#rings',
  part: 'Lamps',
  part_number: 1,
  chapter: 'The <lens>',
  section: 'Rings & prisms',
  score: 1,
  is_primary: false,
  ...own,
})

const anAnswer = (answer: string, own: Partial<AnswerDocument> = {}): AnswerDocument => ({
  query_id: 'a5b0a9a0-1111-4111-8111-111111111111',
  retrieval_mode: 'full_book',
  sources: [],
  answer,
  citations: [],
  answered: true,
  finish: 'stop',
  cached: false,
  degraded: [],
  latency_ms: 1,
  timings: {},
  ...own,
})

const one = (markdown: string, own?: Partial<AnswerDocument>) =>
  answerMessages(anAnswer(markdown, own)).join('\n---\n')

test.each([
  ['plain text', 'A lens.', 'A lens.'],
  ['signs of HTML', 'a < b && c > "d"', 'a &lt; b &amp;&amp; c &gt; &quot;d&quot;'],
  ['an escaped tag', '&lt;b>x', '&lt;b&gt;x'],
  ['raw HTML', 'a <script>x</script>', 'a &lt;script&gt;x&lt;/script&gt;'],
  ['bold and italic', '**a** and *b*', '<b>a</b> and <i>b</i>'],
  ['a heading', '## Rings', '<b>Rings</b>'],
  ['code', 'Use `a<b`.', 'Use <code>a&lt;b</code>.'],
  [
    'a fence',
    '```c++\nif (a < b)\n```',
    '<pre><code class="language-c++">if (a &lt; b)</code></pre>',
  ],
  ['a fence without a language', '```\nx\n```', '<pre>x</pre>'],
  ['a list', '- a\n- b\n  - c', '• a\n• b\n  • c'],
  ['a numbered list', '3. a\n4. b', '3. a\n4. b'],
  ['a quote in a quote', '> a\n> > b', '<blockquote>a\nb</blockquote>'],
  [
    'a link',
    '[a "b"](https://x.example/?q=1&r="2")',
    '<a href="https://x.example/?q=1&amp;r=%222%22">a &quot;b&quot;</a>',
  ],
  ['a link that is no address', '[a](javascript:alert) [b](/c)', 'a b'],
  ['a picture', '![a lamp](https://x.example/p.png)', 'a lamp'],
  ['paragraphs', 'a\n\nb', 'a\n\nb'],
])('%s becomes what Telegram shows', (_, markdown, html) => {
  expect(one(markdown).replace('r="2"', 'r=%222%22').replace('r=&quot;2&quot;', 'r=%222%22')).toBe(
    html,
  )
  textOfHtml(one(markdown))
})

test('a marker leads to its passage, and the cited pages are listed with their doubt', () => {
  const html = one('Each ring is a prism [1][2], see `[1]` and [3].', {
    sources: [aSource(1), aSource(2, { url: '', section: '' }), aSource(3), aSource(4)],
    citations: [
      { n: 1, quote: 'Each ring is a prism.', status: 'verified' },
      { n: 2, quote: 'Each', status: 'weak' },
    ],
  })
  const href = 'href="https://book.example/lens?a=1&amp;b=2#rings"'
  expect(html).toBe(
    `Each ring is a prism <a ${href}>[1]</a>[2], see <code>[1]</code> and <a ${href}>[3]</a>.\n\n` +
      `<b>Sources</b>\n[1] <a ${href}>The &lt;lens&gt; › Rings &amp; prisms</a>\n` +
      '[2] The &lt;lens&gt; (may not say this)',
  )
})

test('a long answer is cut between its blocks, and a long block between its words', () => {
  const paragraphs = Array.from({ length: 9 }, (_, n) => `${n} ${'word '.repeat(200).trim()}`)
  const messages = answerMessages(anAnswer(paragraphs.join('\n\n')))
  expect(messages).toHaveLength(3)
  expect(messages.join('\n\n')).toBe(paragraphs.join('\n\n'))
  const pieces = answerMessages(anAnswer(`\`\`\`\n${'lamp & lens\n'.repeat(900)}\`\`\``))
  for (const piece of pieces) expect(piece).toMatch(/^lamp &amp; lens[\s\S]*lens$/)
  expect(pieces.join('\n').match(/lamp/g)).toHaveLength(900)
})

test('whatever an answer says, Telegram takes it', () => {
  const pieces = fc.constantFrom(
    ...'*_`[]()<>&"#->\n\t |1.🗼a'.split(/(?:)/u),
    '[1]',
    '```',
    '](https://x.example)',
    '&lt;',
    '<b>',
    'x'.repeat(3000),
    '🗼'.repeat(1500),
  )
  const answers = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''))
  return fc.assert(
    fc.property(answers, (answer) => {
      for (const html of answerMessages(anAnswer(answer, { sources: [aSource(1)] }))) {
        expect(html.length).toBeLessThanOrEqual(4096)
        expect(textOfHtml(html).isWellFormed()).toBe(true)
        expect(textOfHtml(html).trim()).not.toBe('')
      }
    }),
    { numRuns: 60 },
  )
})

test.each([
  ['length', 'The lens is of glass.', /This answer was cut short/],
  ['filtered', 'Die Linse ist aus Glas.', /hat den Rest dieser Antwort zurückgehalten/],
  ['broken', 'La lentille est en verre et le feu est vif.', /s’est interrompue/],
] as const)('a reply that ended by %s says so in its language', (finish, text, told) => {
  expect(one(text, { finish })).toMatch(told)
  expect(one(text)).not.toMatch(told)
})
