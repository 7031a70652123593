import type { DeskValues } from '../../desk/values.ts'
import { isPattern, switchesRulesOff } from './rule-breaking.ts'

interface Fault {
  location: string
  message: string
}

/** What is wrong with what somebody wants to save, each in a sentence; none where all is well. */
export function faultsOf(values: DeskValues): Fault[] {
  const { instructions, tone, greeting, starters = [] } = values
  const words = { instructions, tone, greeting }
  const faults: Fault[] = []
  for (const [name, text] of Object.entries(words)) {
    if (text === undefined) continue
    const location = `body.values.${name}`
    if (isPattern(text))
      faults.push({
        location,
        message: `“${name}” reads like a regular expression: say it in words.`,
      })
  }
  for (const name of ['instructions', 'tone'] as const) {
    const broken = switchesRulesOff(words[name] ?? '')
    if (broken === undefined) continue
    const message = `“${name}” would switch a rule off (“${broken}”): answers always rest on the pages, cite them, and say when the pages do not answer.`
    faults.push({ location: `body.values.${name}`, message })
  }
  if (new Set(starters).size < starters.length)
    faults.push({ location: 'body.values.starters', message: 'A starter stands there twice.' })
  const { retrieval_dense_weight: dense, retrieval_lexical_weight: lexical } = values
  if (dense === 0 && lexical === 0) {
    const message = 'Both weights are 0, so that nothing would be found: give one of them more.'
    faults.push({ location: 'body.values.retrieval_dense_weight', message })
  }
  return faults
}
