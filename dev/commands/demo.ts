import { parseArgs } from 'node:util'
import { askQuestion } from './ask-question.ts'
import { startLocal } from './local.ts'
import { localFlags, readLocalOptions } from './local-options.ts'
import { stopSignal } from './stop-signal.ts'
import { runCommand } from './usage-error.ts'

const defaultQuestion = 'What happens when the language model is away?'

const usage = `
Usage: npm run demo [-- --question "…"] [--docs DIR] [--port N] [--data DIR] [--fresh] [--plan free|paid]
                    [--profile full|lean]

Starts everything as npm start does, asks one question, prints the answer, and stops.
The exit code is 0 when the question was answered and 1 when it was not.`

await runCommand(usage, async () => {
  const { values } = parseArgs({ options: { ...localFlags, question: { type: 'string' } } })
  const local = await startLocal(await readLocalOptions(values, 0), stopSignal())
  if (!local) process.exit(130)
  const question = values.question ?? defaultQuestion
  console.log(`\n${question}\n`)
  const { answered } = await askQuestion(local.suite.url, question)
  await local.close()
  process.exit(answered ? 0 : 1)
})
