import { parseArgs } from 'node:util'
import { askQuestion } from './ask-question.ts'
import { startLocal } from './local.ts'
import { localFlags, readLocalOptions } from './local-options.ts'
import { runCommand } from './usage-error.ts'

const defaultQuestion = 'What happens when the language model is away?'

await runCommand(async () => {
  const { values } = parseArgs({ options: { ...localFlags, question: { type: 'string' } } })
  const local = await startLocal(await readLocalOptions(values, 0))
  const question = values.question ?? defaultQuestion
  console.log(`\n${question}\n`)
  const { answered } = await askQuestion(local.suite.url, question)
  await local.close()
  process.exit(answered ? 0 : 1)
})
