import { parseArgs } from 'node:util'
import { askQuestion } from './ask-question.ts'
import { runCommand, UsageError } from './usage-error.ts'

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { url: { type: 'string', default: 'http://127.0.0.1:8787' } },
    allowPositionals: true,
  })
  const question = positionals.join(' ').trim()
  if (!question)
    throw new UsageError('Ask something: npm run ask -- "How do I …?" [--url https://…]')
  await askQuestion(values.url.replace(/\/+$/, ''), question)
})
