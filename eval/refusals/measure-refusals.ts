import type { Signals } from '../../lib/index/calibration.ts'
import { plainQuestion } from '../../lib/retrieval/plain-question.ts'
import { signalsOf } from '../../lib/retrieval/signals.ts'
import { chatServices } from '../../lib/services/chat.ts'
import { calibrateIndex } from '../calibrate-index.ts'
import type { EmbedderOptions } from '../embedder/embedder.ts'
import { inTurns } from '../evaluate.ts'
import { indexPassages } from '../index-corpus.ts'
import { type Share, shareTrue } from '../interval.ts'
import { asked } from '../run.ts'
import { startScratchCloud } from '../scratch-cloud.ts'
import { type RefusalQuestion, refusalCorpora } from './corpora.ts'

/** What one question scored, and whether it was refused. */
export interface Judged extends RefusalQuestion {
  signals: Signals
  confidence: number
  floor: number
}

export interface RefusalFigures {
  name: string
  isForChoosing: boolean
  foreign: Share
  own: Share
  /** How well each signal alone tells the two apart: .5 is chance, 1 is always. */
  auc: Record<string, number>
  each: Judged[]
  /** What the calibration's own questions scored. */
  probes: { question: string; signals: Signals }[]
}

export interface RefusalOptions extends EmbedderOptions {
  corpora: string
  dataDir: string
  /** About how many questions of each kind. */
  each: number
  /** Names one index, by how its name begins. */
  only?: string
}

/** Which questions each index refuses by its calibrated floor, of its own and of other books. */
export async function measureRefusals(options: RefusalOptions): Promise<RefusalFigures[]> {
  const figures: RefusalFigures[] = []
  const chosen = refusalCorpora(options.corpora, options.each).filter(({ name }) =>
    name.startsWith(options.only ?? ''),
  )
  for (const { name, isForChoosing, passages, questions } of chosen) {
    const cloud = await startScratchCloud(options.dataDir, process.env, options)
    try {
      await indexPassages(await passages(), cloud.settings, () => undefined)
      const services = chatServices(cloud.settings)
      const probes: RefusalFigures['probes'] = []
      services.noteCalibration(
        await calibrateIndex(cloud.settings, (question, signals) =>
          probes.push({ question, signals }),
        ),
      )
      const each = await inTurns(questions, async (question): Promise<Judged> => {
        const { text } = question
        const { passages, confidence, floor } = await services.retrieve(
          asked(text, await cloud.openSession()),
          { question: text, searchFor: text },
        )
        const signals = signalsOf(plainQuestion(text), passages)
        return { ...question, signals, confidence, floor }
      })
      figures.push({ name, isForChoosing, ...shares(each), auc: aucs(each), each, probes })
    } finally {
      await cloud.close()
    }
  }
  return figures
}

function shares(each: Judged[]) {
  const refused = (isForeign: boolean) =>
    shareTrue(
      each
        .filter((one) => one.isForeign === isForeign)
        .map(({ confidence, floor }) => confidence < floor),
    )
  return { foreign: refused(true), own: refused(false) }
}

function aucs(each: Judged[]): Record<string, number> {
  const valued = each.map(({ isForeign, confidence, signals }) => ({
    isForeign,
    values: { confidence, ...signals } as Record<string, number | undefined>,
  }))
  const names = Object.keys(valued[0]?.values ?? {})
  return Object.fromEntries(
    names.map((name) => {
      const of = (isForeign: boolean) =>
        valued.flatMap((one) => (one.isForeign === isForeign ? (one.values[name] ?? []) : []))
      return [name, auc(of(false), of(true))]
    }),
  )
}

/** How often one of the first is above one of the second; ties count half. */
export function auc(first: number[], second: number[]): number {
  let wins = 0
  for (const a of first) for (const b of second) wins += a > b ? 1 : a === b ? 0.5 : 0
  return Math.round((wins / Math.max(1, first.length * second.length)) * 1000) / 1000
}
