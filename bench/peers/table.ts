import { median, percentile, type Ratio, ratioOfMedians } from '../statistics.ts'
import type { Cost } from './costs.ts'
import type { Contestant, FirstTokens, Kind } from './first-tokens.ts'
import { peers } from './start-peer.ts'

const others = ['ai_sdk', 'langchain', 'rag_chat', 'waits'] as const
const columns = ['ours', ...others] as const

/** The comparison as a table of Markdown: Marginalia's figures, each peer's, and how they stand to each other. */
export function peersTable({ times }: FirstTokens, costs: Map<Contestant, Cost>): string {
  const exact = times.exact.one_fetch ?? []
  const near = times.near.near_waits ?? []
  const ours = costs.get('ours')?.cpuMs
  const requests = costs.get('requests')?.cpuMs
  const rows = [
    ['', 'Marginalia', ...others.map((name) => peers[name].title)],
    columns.map(() => '---').concat('---'),
    ['First token of a question that stands alone, median / p95 ms', ...medians(times.standalone)],
    ['Marginalia’s median to it', ...ratios(times.standalone)],
    ['First token of a follow-up, median / p95 ms', ...medians(times.follow_up)],
    ['Marginalia’s median to it', ...ratios(times.follow_up)],
    ...costRows(costs),
    [
      'CPU of the Worker for a question, ms; beside its requests alone, with the same bytes',
      toldMedian(ours),
      '–',
      '–',
      '–',
      toldMedian(requests),
    ],
    ['Marginalia’s median to it', '', '', '', '', toldRatio(ours, requests)],
    [
      'First token of a cached answer near by, median / p95 ms; beside its waits alone',
      toldMs(times.near.ours),
      '–',
      '–',
      '–',
      toldMs(near),
    ],
    ['Marginalia’s median to it', '', '', '', '', toldRatio(times.near.ours, near)],
    [
      'First token of an answer from the cache, median / p95 ms; beside one bare fetch of 10 ms',
      toldMs(times.exact.ours),
      '–',
      '–',
      '–',
      toldMs(exact),
    ],
    ['Marginalia’s median to it', '', '', '', '', toldRatio(times.exact.ours, exact)],
  ]
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

type Times = FirstTokens['times'][Kind]

const medians = (times: Times) => columns.map((name) => toldMs(times[name]))

const ratios = (times: Times) => ['', ...others.map((name) => toldRatio(times.ours, times[name]))]

function costRows(costs: Map<Contestant, Cost>): string[][] {
  if (costs.size === 0) return []
  const figures = (pick: (cost: Cost) => number[], digits: number) => [
    columns.map((name) => {
      const cost = costs.get(name)
      return cost ? median(pick(cost)).toFixed(digits) : '–'
    }),
    ['', ...others.map((name) => ratio(pick, name))],
  ]
  const ratio = (pick: (cost: Cost) => number[], name: Contestant) => {
    const [ours, theirs] = [costs.get('ours'), costs.get(name)]
    return ours && theirs ? toldRatio(pick(ours), pick(theirs)) : '–'
  }
  const [cpu = [], cpuRatios = []] = figures(({ cpuMs }) => cpuMs, 1)
  const [rate = [], rateRatios = []] = figures(({ perSecond }) => perSecond, 0)
  return [
    ['CPU of the Worker for a question, ms', ...cpu],
    ['Marginalia’s to it', ...cpuRatios],
    ['Questions a second, sixteen at a time, stand-ins answering at once', ...rate],
    ['Marginalia’s to it', ...rateRatios],
  ]
}

const toldMedian = (ms: number[] | undefined) => (ms?.length ? median(ms).toFixed(1) : '–')

const toldMs = (times: number[] | undefined) =>
  times && times.length > 0
    ? `${median(times).toFixed(0)} / ${percentile(times, 0.95).toFixed(0)}`
    : '–'

function toldRatio(ours: number[] | undefined, theirs: number[] | undefined): string {
  if (!ours?.length || !theirs?.length) return '–'
  return told(ratioOfMedians(ours, theirs))
}

const told = ({ ratio, low, high }: Ratio) =>
  `${ratio.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`
