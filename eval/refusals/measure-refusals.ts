import type { FoundPassage } from '../../lib/chat/passage.ts'
import { Calibration, type Signals } from '../../lib/index/calibration.ts'
import { signalsOf } from '../../lib/retrieval/confidence/signals.ts'
import { plainQuestion } from '../../lib/retrieval/plain-question.ts'
import { chatServices } from '../../lib/services/chat.ts'
import { jsonOrUndefined } from '../../lib/text/json.ts'
import { calibrateIndex } from '../calibrate-index.ts'
import type { EmbedderOptions } from '../embedder/embedder.ts'
import { inTurns } from '../evaluate.ts'
import { indexPassages } from '../index-corpus.ts'
import { type Share, shareTrue } from '../interval.ts'
import { asked } from '../run.ts'
import { startScratchCloud } from '../scratch-cloud.ts'
import { refusalCorpora } from './corpora.ts'
import type { RefusalQuestion } from './refusal-corpus.ts'

/** What one question scored, and whether it was refused. */
export interface Judged extends RefusalQuestion {
  signals: Signals
  confidence: number
  floor: number
  /** Whether its page is first by meaning, and far above what foreign questions score. */
  isClear: boolean
}

export interface RefusalFigures {
  name: string
  isForChoosing: boolean
  foreign: Share
  own: Share
  /** Of its own those whose page is first by meaning, and far above the background, where that is asked. */
  clear?: Share
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
  /** Leaves out those that something was chosen on. */
  isKeptApart?: boolean
}

/** Which questions each index refuses by its calibrated floor, of its own and of other books. */
export async function measureRefusals(options: RefusalOptions): Promise<RefusalFigures[]> {
  const figures: RefusalFigures[] = []
  const chosen = refusalCorpora(options.corpora, options.each).filter(
    ({ name, isForChoosing }) =>
      name.startsWith(options.only ?? '') && !(options.isKeptApart && isForChoosing),
  )
  for (const { name, isForChoosing, passages, questions, sameAs } of chosen) {
    const cloud = await startScratchCloud(options.dataDir, process.env, {
      ...(options.embedder && { embedder: options.embedder }),
      ...(options.cosine && { cosine: options.cosine }),
      ...(sameAs && { sameAs }),
    })
    try {
      await indexPassages(await passages(), cloud.settings, () => undefined)
      const services = chatServices(cloud.settings)
      const probes: RefusalFigures['probes'] = []
      const calibration = await calibrateIndex(cloud.settings, (question, signals) =>
        probes.push({ question, signals }),
      )
      services.noteCalibration(calibration)
      const background = Calibration.safeParse(jsonOrUndefined(calibration ?? '')).data?.background
      const each = await inTurns(questions, async (question): Promise<Judged> => {
        const { text } = question
        const { passages, confidence, floor } = await services.retrieve(
          asked(text, await cloud.openSession()),
          { question: text, searchFor: text },
        )
        const signals = signalsOf(plainQuestion(text), passages)
        const isClear = isFarAbove(question, passages, background?.cosine)
        return { ...question, signals, confidence, floor, isClear }
      })
      figures.push({ name, isForChoosing, ...shares(each), auc: aucs(each), each, probes })
    } finally {
      await cloud.close()
    }
  }
  return figures
}

// How many deviations above the mean of foreign questions is far.
const far = 3

function isFarAbove(
  { wanted }: RefusalQuestion,
  passages: FoundPassage[],
  background: Calibration['background']['cosine'] | undefined,
): boolean {
  const first = passages.find(({ denseRank }) => denseRank === 1)
  if (!background || first?.cosine === undefined || first.source !== wanted) return false
  return first.cosine >= background.mean + far * background.deviation
}

function shares(each: Judged[]) {
  const refused = (isForeign: boolean) =>
    shareTrue(
      each
        .filter((one) => one.isForeign === isForeign)
        .map(({ confidence, floor }) => confidence < floor),
    )
  const clear = each.filter(({ isForeign, isClear }) => !isForeign && isClear)
  return {
    foreign: refused(true),
    own: refused(false),
    ...(clear.length > 0 && {
      clear: shareTrue(clear.map(({ confidence, floor }) => confidence < floor)),
    }),
  }
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
