import { UsageError } from '../dev/commands/usage-error.ts'
import { sample } from '../dev/demo/seeded-random.ts'
import { isSureOf } from '../lib/answer/is-sure.ts'
import { everybody } from '../lib/chat/filter.ts'
import { joined, needsContext } from '../lib/retrieval/follow-up.ts'
import type { Retrieved } from '../lib/retrieval/retrieve.ts'
import { type Standalone, standalone } from '../lib/retrieval/standalone.ts'
import { findPassages, type SearchDeps } from '../lib/search/search.ts'
import { chatServices } from '../lib/services/chat.ts'
import { searchDeps } from '../lib/services/search.ts'
import { type AnswerFigures, judgeAnswers } from './answers.ts'
import { calibrateIndex } from './calibrate-index.ts'
import type { EmbedderOptions } from './embedder/embedder.ts'
import { type ExcerptFigures, measureExcerpts } from './excerpts.ts'
import type { EvalQuestion, FollowUpWay } from './formats/corpus.ts'
import { formatOf } from './formats/formats.ts'
import { type HalfFigures, measureHalves } from './halves.ts'
import { indexPassages, readPages, readReady } from './index-corpus.ts'
import { type Metrics, mean, rounded } from './metrics.ts'
import { misspell } from './misspell.ts'
import {
  asked,
  type Leg,
  type QuestionResult,
  type ReaderOn,
  readerOn,
  runQuestion,
} from './run.ts'
import { startScratchCloud } from './scratch-cloud.ts'

export interface EvalOptions extends EmbedderOptions {
  questions: string
  docs?: string
  passages?: string
  limit: number
  dataDir: string
  /** The page that each question is asked on: one that answers it, or one that another question is about. */
  readerOn?: ReaderOn
  /** As they ship when absent. */
  followUps?: FollowUpWay
  /** Whether one word of each question is misspelt. */
  isMisspelt?: boolean
}

export type LegMetrics = Record<Leg, Metrics>

export interface EvalResult extends LegMetrics {
  format: string
  /** The folder and the file of the questions. */
  corpus: string
  passages: number
  questions: number
  settings: Record<string, string | number>
  groups: Record<string, LegMetrics & { questions: number; measured: number }>
  /** Of questions that want several places at once. */
  several?: LegMetrics & { measured: number }
  answers?: AnswerFigures
  /** Of how many questions the legs' figures are. */
  measured: number
  /** Where some questions have no answer. */
  halves?: HalfFigures[]
  excerpts?: ExcerptFigures
  latency_ms: { median: number; p95: number }
  each: { id: string; group: string; confidence: number; metrics?: LegMetrics }[]
}

const atOnce = 2

/** Indexes a corpus in a scratch cloud, asks its questions, and measures what is found. */
export async function evaluate(options: EvalOptions): Promise<EvalResult> {
  const format = formatOf(options.questions)
  const spelt = sampled(format.questions(options.questions), options.limit)
  const questions = options.isMisspelt
    ? spelt.map((each, index) => ({ ...each, text: misspell(each.text, index) }))
    : spelt
  const unindexed =
    options.docs === undefined
      ? await readReady(format.passages(options.passages ?? ''))
      : await readPages(options.docs)
  if (unindexed.length === 0) {
    throw new UsageError(
      options.docs === undefined
        ? `${options.passages}:1: text: the corpus has no passages; name a file with one on each line.`
        : `--docs: ${options.docs} has no passages; name a folder with Markdown pages.`,
    )
  }
  const cloud = await startScratchCloud(options.dataDir, process.env, options)
  try {
    const passages = await indexPassages(unindexed, cloud.settings, progress)
    const services = chatServices(cloud.settings)
    const searching = searchDeps(cloud.settings)
    services.noteCalibration(await calibrateIndex(cloud.settings))
    let floor = cloud.settings.RETRIEVAL_FLOOR
    const results = await inTurns(questions, (question) =>
      runQuestion(question, passages, {
        async retrieve(each) {
          const on = readerOn(options.readerOn, each, questions)
          const question = { ...asked(each.text, await cloud.openSession()), ...on }
          const found = await asProduct(each, options.followUps ?? 'shipped', (as) =>
            services.retrieve(question, as),
          )
          floor = found.floor
          return found
        },
        rerank: services.rerank,
        search: (text) => searchByWords(text, searching),
      }),
    )
    const hasUnanswerable = questions.some(({ isAnswerable }) => !isAnswerable)
    return {
      format: format.name,
      corpus: options.questions.split('/').slice(-2).join('/'),
      passages: passages.length,
      questions: questions.length,
      settings: noted(cloud.settings),
      ...legsOf(results),
      measured: measuredIn(results),
      groups: groupsOf(results),
      ...severalOf(results),
      ...(hasUnanswerable && {
        answers: await judgeAnswers(questions, services, cloud.openSession, inTurns),
        halves: measureHalves(results, floor),
      }),
      ...(options.docs !== undefined &&
        questions.some(({ stretches }) => stretches) && {
          excerpts: measureExcerpts(options.docs, questions, results, passages),
        }),
      latency_ms: latency(results),
      each: results.map(({ id, group, confidence, metrics }) => ({
        id,
        group,
        confidence: rounded(confidence),
        ...(metrics && { metrics }),
      })),
    }
  } finally {
    await cloud.close()
  }
}

/** What a search box is given of a question, by words alone. */
async function searchByWords(text: string, deps: SearchDeps) {
  const asked = { text, mode: 'words' as const, limit: 10, filter: everybody }
  return (await findPassages(asked, deps)).passages
}

/** What the product finds when the model's rewriting is that of the corpus: asked for where it is not sure. */
async function asProduct(
  { text, turns, rewrite = '' }: EvalQuestion,
  way: FollowUpWay,
  search: (asked: Standalone) => Promise<Retrieved>,
): Promise<Retrieved> {
  const isFollowUp = needsContext(text, turns)
  const searchFor = isFollowUp ? joined(text, turns) : text
  const first = await search({ question: searchFor, searchFor })
  if (!isFollowUp || way === 'joined') return first
  if (way === 'shipped' && isSureOf(text, turns, first)) return first
  const complete = async function* () {
    yield { text: rewrite }
  }
  const deps = { complete, rewriteTimeoutMs: 1000 }
  const rewritten = await standalone('eval', text, turns, deps, new AbortController().signal)
  if (rewritten.searchFor === searchFor) return first
  return await search(rewritten)
}

/** So many questions of each way of asking, and all groups in their proportions. */
function sampled(questions: EvalQuestion[], limit: number): EvalQuestion[] {
  return sample(questions, limit)
}

/** Works on a few at once, in order. */
export async function inTurns<T, R>(all: T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let from = 0; from < all.length; from += atOnce)
    results.push(...(await Promise.all(all.slice(from, from + atOnce).map(work))))
  return results
}

const measuredIn = (results: QuestionResult[]) =>
  results.filter(({ metrics }) => metrics !== undefined).length

function legsOf(results: QuestionResult[]): LegMetrics {
  const measured = results.flatMap(({ metrics }) => metrics ?? [])
  return {
    dense: mean(measured.map(({ dense }) => dense)),
    lexical: mean(measured.map(({ lexical }) => lexical)),
    fused: mean(measured.map(({ fused }) => fused)),
    sources: mean(measured.map(({ sources }) => sources)),
    reranked: mean(measured.map(({ reranked }) => reranked)),
    search: mean(measured.map(({ search }) => search)),
  }
}

function severalOf(results: QuestionResult[]): Pick<EvalResult, 'several'> {
  const own = results.filter(({ wantsSeveral }) => wantsSeveral)
  return own.length > 0 ? { several: { ...legsOf(own), measured: measuredIn(own) } } : {}
}

function groupsOf(results: QuestionResult[]): EvalResult['groups'] {
  const names = [...new Set(results.map(({ group }) => group))]
  return Object.fromEntries(
    names.map((name) => {
      const own = results.filter(({ group }) => group === name)
      return [name, { questions: own.length, measured: measuredIn(own), ...legsOf(own) }]
    }),
  )
}

function latency(results: QuestionResult[]) {
  const sorted = results.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b)
  const at = (share: number) => rounded(sorted[Math.floor(sorted.length * share)] ?? 0)
  return { median: at(0.5), p95: at(0.95) }
}

function noted(settings: object) {
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) =>
      /^(?:RETRIEVAL_|OPENROUTER_.*MODEL$|RERANK_)/.test(name),
    ),
  )
}

function progress(done: number, all: number) {
  if (process.stderr.isTTY) process.stderr.write(`\rIndexed ${done} of ${all} passages `)
  if (process.stderr.isTTY && done === all) process.stderr.write('\n')
}
