import { told } from '../interval.ts'
import type { RefusalFigures } from './measure-refusals.ts'

/** Prints what each index refuses, and how well each signal alone tells its own questions. */
export function printRefusals(all: RefusalFigures[]) {
  for (const { name, isForChoosing, foreign, own, clear, auc } of all) {
    console.log(`
${name} (${isForChoosing ? 'weights were chosen on it' : 'kept apart'})
  foreign questions refused: ${told(foreign)}
  own questions refused: ${told(own)}${clear ? `\n  of those whose page is first by meaning, far above the background: ${told(clear)}` : ''}
  AUC: ${Object.entries(auc)
    .map(([signal, value]) => `${signal} ${value.toFixed(3)}`)
    .join(', ')}`)
  }
}
