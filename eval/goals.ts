import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { UsageError } from '../dev/commands/usage-error.ts'
import { type Share, shareOf, told } from './interval.ts'

const ShareRow = z.object({ share: z.number(), n: z.number(), low: z.number(), high: z.number() })
const Provenance = { embedder: z.optional(z.string()), cosine: z.optional(z.string()) }

const Claims = z.object({
  kinds: z.array(z.object({ kind: z.string(), goal: z.string(), reported: ShareRow })),
  wice: z.array(z.object({ name: z.string(), balanced: z.number() })),
})
const Refusals = z.object({
  refusals: z.array(
    z.object({
      name: z.string(),
      isForChoosing: z.boolean(),
      own: ShareRow,
      foreign: ShareRow,
      clear: z.optional(ShareRow),
      auc: z.record(z.string(), z.number()),
    }),
  ),
  ...Provenance,
})
const Mean = z.object({ 'recall@5': z.number(), 'mrr@10': z.number() })
const Retrieval = z.object({
  corpus: z.string(),
  measured: z.number(),
  sources: Mean,
  several: z.optional(
    z.object({
      measured: z.number(),
      sources: z.object({ 'all@5': z.number(), 'all@10': z.number() }),
    }),
  ),
})
const Near = z.object({
  near: z.array(z.object({ name: z.string(), right: ShareRow, wrong: ShareRow })),
  ...Provenance,
})

interface Row {
  figure: string
  goal: string
  measured: string
  command: string
  chosenOn: string
  reportedOn: string
}

const header = ['Figure', 'Goal, %', 'Measured', 'Command', 'Chosen on', 'Reported on']
const models = (file: { embedder?: string | undefined }) =>
  file.embedder ? `all-MiniLM-L6-v2` : 'small local model'

/** The goals and what was measured of them, from files that `--json` has written. */
export function goalsTable(files: string[]): string {
  const rows = files.flatMap((file) => rowsOf(file, JSON.parse(readFileSync(file, 'utf8'))))
  return [
    header,
    header.map(() => '---'),
    ...rows.map(({ figure, goal, measured, command, chosenOn, reportedOn }) => [
      figure,
      goal,
      measured,
      `\`--${command}\``,
      chosenOn,
      reportedOn,
    ]),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

/**
 * A table of goals with the rows of an earlier one that were measured by other commands or models: what
 * no file is of stays as it was.
 */
export function withEarlier(table: string, earlier: string): string {
  const [heading = [], rule = [], ...rows] = cellsOf(table)
  const measured = new Set(rows.map(keyOf))
  const kept = cellsOf(earlier)
    .slice(2)
    .filter((cells) => !measured.has(keyOf(cells)))
  const commands = [...new Set([...rows, ...kept].map((cells) => cells[3]))]
  const all = commands.flatMap((command) =>
    [...rows, ...kept].filter((cells) => cells[3] === command),
  )
  return [heading, rule, ...all].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const cellsOf = (table: string): string[][] =>
  table
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '))

// What was measured and on what: the goal and the provenance may have changed.
const keyOf = (cells: string[]) => [cells[0], cells[3], cells[5]].join('\n')

/** Each book whose half was kept apart, by the small local model. */
function keptApart(files: string[]): z.infer<typeof Refusals>['refusals'] {
  const local = files.flatMap((file) => {
    const read = Refusals.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
    return read && !read.embedder && !read.cosine ? read.refusals : []
  })
  return local.filter(({ name, isForChoosing }) => !isForChoosing && !name.startsWith('XQuAD'))
}

/** How well each signal alone tells a book's own questions from those of others. */
export function signalsTable(files: string[]): string | undefined {
  const kept = keptApart(files)
  const [first] = kept
  if (!first) return undefined
  return [
    ['Signal', ...kept.map(({ name }) => shortName(name))],
    ['---', ...kept.map(() => '---')],
    ...Object.keys(first.auc).map((signal) => [
      signal,
      ...kept.map(({ auc }) => auc[signal]?.toFixed(3).replace(/^0/, '') ?? ''),
    ]),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

const shortName = (name: string) => name.split(',')[0] ?? name

/** What README says of refusals. */
export function refusalCell(files: string[]): string | undefined {
  const told = keptApart(files).map(
    ({ name, foreign, own }) => `${shortName(name)} ${brief(foreign)} and ${brief(own)}`,
  )
  return told.length > 0 ? told.join('; ') : undefined
}

const brief = ({ share, n, low, high }: Share) => {
  const [of, from, to] = [share, low, high].map((value) => Math.round(value * 100))
  return `${of} % of ${n} [${from}, ${to}]`
}

function rowsOf(file: string, given: unknown): Row[] {
  const claims = Claims.safeParse(given).data
  if (claims) return ofClaims(claims)
  const refusals = Refusals.safeParse(given).data
  if (refusals) return ofRefusals(refusals)
  const near = Near.safeParse(given).data
  if (near) return ofNear(near)
  const retrieval = Retrieval.safeParse(given).data
  if (retrieval) return ofRetrieval(retrieval)
  throw new UsageError(
    `--goals: ${file} is none of what --claims, --refusals, --near and --questions write.`,
  )
}

function ofClaims({ kinds, wice }: z.infer<typeof Claims>): Row[] {
  const common = { command: 'claims', chosenOn: 'every other article' }
  const all = wice.find(({ name }) => name === 'all')
  return [
    ...kinds
      .filter(({ goal }) => goal !== '')
      .map(({ kind, goal, reported }) => ({
        figure: `Claims verified: ${kind}`,
        goal,
        measured: told(reported),
        ...common,
        reportedOn: 'the other articles',
      })),
    {
      figure: 'WiCE, balanced accuracy',
      goal: '≥ 67',
      measured: percent(all?.balanced ?? 0),
      ...common,
      chosenOn: 'a view to it: it flatters',
      reportedOn: 'WiCE, development split',
    },
  ]
}

const firstHalves = 'first half; which signals count, on both'

// The most of its own questions that a book may refuse, and whether the weights were settled with a view
// to all of it.
const books: [name: RegExp, goal: string, chosenOn: string][] = [
  [/^SQuAD/, '≤ 4', firstHalves],
  [/^Textbook/, '≤ 8', firstHalves],
  [/^Product/, '', 'SQuAD and the textbook'],
  [/^XQuAD/, '', 'nothing of it'],
]

function ofRefusals(file: z.infer<typeof Refusals>): Row[] {
  const by = file.cosine ? `${models(file)}, cosines as ${file.cosine}` : models(file)
  return file.refusals
    .filter(({ isForChoosing }) => !isForChoosing)
    .flatMap(({ name, foreign, own, clear }) => {
      const [, goal = '', chosenOn = ''] = books.find(([of]) => of.test(name)) ?? []
      const common = {
        command: 'refusals',
        chosenOn,
        reportedOn: `${name}; ${by}`,
      }
      return [
        { figure: 'Foreign questions refused', goal: '≥ 85', measured: told(foreign), ...common },
        { figure: 'Own questions refused', goal, measured: told(own), ...common },
        ...(clear
          ? [
              {
                figure: 'Of those, with its page first by meaning and far above the background',
                goal: '0',
                measured: told(clear),
                ...common,
              },
            ]
          : []),
      ]
    })
}

function ofNear(file: z.infer<typeof Near>): Row[] {
  return file.near
    .filter(({ name }) => !name.includes('chosen on'))
    .flatMap(({ name, right, wrong }) => {
      const isOne = name.startsWith('pairs that differ')
      const common = {
        command: 'near',
        chosenOn: isOne ? 'all of it' : 'first half',
        reportedOn: `${name}; ${models(file)}`,
      }
      const served = (what: string, goal: string, share: Share) => ({
        figure: `Near answers: ${what}`,
        goal,
        measured: told(share),
        ...common,
      })
      if (isOne) return [served('another answer', '0', wrong)]
      if (name.startsWith('look-alikes')) return [served('another answer', '', wrong)]
      return [served('the right one', '≥ 45', right), served('another answer', '≤ .5', wrong)]
    })
}

/** The questions on product documentation, most of which need two places. */
function ofRetrieval({ corpus, measured, sources, several }: z.infer<typeof Retrieval>): Row[] {
  if (!corpus.startsWith('docs-qa') || !several) return []
  const common = {
    command: 'questions',
    chosenOn: 'nothing of it',
    reportedOn: `${corpus}; small local model`,
  }
  const share = (mean: number, n: number) => told(shareOf(mean * n, n))
  const ofSeveral = (k: 5 | 10) => share(several.sources[`all@${k}`], several.measured)
  return [
    { figure: 'All sections among five sources', goal: '≥ 60', measured: ofSeveral(5), ...common },
    { figure: 'All sections among ten', goal: '≥ 70', measured: ofSeveral(10), ...common },
    {
      figure: 'Mean reciprocal rank of sources',
      goal: '≥ 84',
      measured: share(sources['mrr@10'], measured),
      ...common,
    },
  ]
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`
