import { parseArgs } from 'node:util'
import { askQuestion } from './ask-question.ts'
import { defaultUrl, suiteUrl } from './suite-door.ts'
import { runCommand, UsageError } from './usage-error.ts'

const usage = `
Usage: npm run ask -- "question" [--url URL]

Asks a running suite, ${defaultUrl} when --url names no other, and prints the answer as it comes.
The exit code is 0 when the question was answered and 1 when it was not.`

await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({
    options: { url: { type: 'string', default: defaultUrl } },
    allowPositionals: true,
  })
  const question = positionals.join(' ').trim()
  if (!question)
    throw new UsageError('Ask something: npm run ask -- "How do I …?" [--url https://…]')
  const { answered } = await askQuestion(suiteUrl(values.url), question)
  process.exitCode = answered ? 0 : 1
})
