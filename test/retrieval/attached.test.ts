import { expect, test } from 'vitest'
import { tellingLines, withAttached } from '../../lib/retrieval/reader/attached.ts'

const frames = (make: (n: number) => string) => Array.from({ length: 60 }, (_, n) => make(n))

test.each([
  [
    'JavaScript',
    ["TypeError: Cannot read properties of undefined (reading 'lens')"],
    frames((n) => `    at turn${n} (/srv/app/node_modules/lamp/dist/turn.js:${n}:17)`),
    "TypeError: Cannot read properties of undefined (reading 'lens')",
  ],
  [
    'Python',
    ['Traceback (most recent call last):'],
    [
      ...frames((n) => `  File "/usr/lib/python3/lamp/${n}.py", line ${n}, in turn`),
      'ModuleNotFoundError: No module named rclpy',
    ],
    'ModuleNotFoundError: No module named rclpy',
  ],
  [
    'Java',
    ['Exception in thread "main" java.lang.IllegalStateException: no oil'],
    [
      ...frames((n) => `\tat org.lamp.Keeper.turn${n}(Keeper.java:${n})`),
      'Caused by: java.io.IOException: the tank is empty',
      '\t... 12 more',
    ],
    'Exception in thread "main" java.lang.IllegalStateException: no oil\nCaused by: java.io.IOException: the tank is empty',
  ],
  [
    'Go',
    ['panic: runtime error: index out of range [3]'],
    ['goroutine 1 [running]:', ...frames((n) => `\t/srv/lamp/main.go:${n} +0x1d`)],
    'panic: runtime error: index out of range [3]',
  ],
  [
    'Rust',
    ["thread 'main' panicked at 'no oil', src/main.rs:4:5"],
    frames((n) => `  ${n}: lamp::keeper::turn`),
    "thread 'main' panicked at 'no oil', src/main.rs:4:5",
  ],
  [
    'Ruby',
    ['lamp.rb:4:in turn: undefined method `wick` (NoMethodError)'],
    frames((n) => `\tfrom lamp.rb:${n}:in turn`),
    'lamp.rb:4:in turn: undefined method `wick` (NoMethodError)',
  ],
  [
    'a log',
    frames((n) => `2026-11-25T10:00:${n}Z INFO keeper=7f0c lit lamp ${n}`),
    ['2026-11-25T10:01:00Z ERROR the clockwork stopped', '2026-11-25T10:01:01Z INFO bye'],
    'ERROR the clockwork stopped',
  ],
  [
    'npm',
    ['npm WARN old lockfile'],
    ['npm ERR! code EBADENGINE', 'npm ERR! engine Unsupported engine'],
    'npm ERR! code EBADENGINE\nnpm ERR! engine Unsupported engine',
  ],
  [
    'a compiler',
    ['error[E0382]: borrow of moved value: lens'],
    ['  --> src/main.rs:4:5', '   |', '   |     ^^^^'],
    'error[E0382]: borrow of moved value: lens',
  ],
  ['a shell', ['$ colcon build'], ['colcon: command not found'], 'colcon: command not found'],
  ['German', ['Start …'], ['Fehler: die Linse fehlt'], 'Fehler: die Linse fehlt'],
  [
    'French',
    ['Départ'],
    ['Erreur : la lampe est introuvable'],
    'Erreur : la lampe est introuvable',
  ],
  ['Chinese', ['开始'], ['错误：找不到灯'], '错误：找不到灯'],
])(
  'of an error in %s the search has the line that says it, and no frame',
  (_, first, rest, line) => {
    expect(tellingLines([...first, ...rest].join('\n'))).toBe(line)
  },
)

test('a text that tells of no failure says nothing to a question that stands by itself', () => {
  const file = 'lamp:\n  oil: whale\n  wicks: 4\n'
  const question = 'Which oil should the configuration name for winter nights?'
  expect(withAttached(question, file)).toEqual({ question, searchFor: question })
  expect(withAttached('What does this do?', file).question).toContain('wicks: 4')
})

test.each(['What does this error mean?', 'How do I fix it?', 'Why?', 'help'])(
  '%s is asked of what was pasted',
  (question) => {
    const { question: asked } = withAttached(question, 'ERROR the clockwork stopped')
    expect(asked).toBe(`${question}\nERROR the clockwork stopped`)
  },
)

test.each([
  '/'.repeat(8000),
  ':'.repeat(8000),
  'a'.repeat(8000),
  '\n'.repeat(8000),
  'a:1/'.repeat(2000),
])('a text of 8,000 odd characters is read at once', (text) => {
  expect(withAttached('What is this?', text).searchFor.length).toBeLessThan(1200)
})
