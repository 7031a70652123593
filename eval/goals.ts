import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { UsageError } from '../dev/commands/usage-error.ts'
import { type Share, told } from './interval.ts'

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
      auc: z.record(z.string(), z.number()),
    }),
  ),
  ...Provenance,
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

/** What README says of refusals: each book whose half was kept apart, by the small local model. */
export function refusalCell(files: string[]): string | undefined {
  const local = files.flatMap((file) => {
    const read = Refusals.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
    return read && !read.embedder && !read.cosine ? read.refusals : []
  })
  const told = local
    .filter(({ isForChoosing }) => !isForChoosing)
    .map(({ name, foreign, own }) => `${name.split(',')[0]} ${brief(foreign)} and ${brief(own)}`)
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
  throw new UsageError(`--goals: ${file} is none of what --claims, --refusals and --near write.`)
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

// The most of its own questions that a book may refuse, and whether the weights were settled with a view
// to all of it.
const books: [name: RegExp, goal: string, chosenOn: string][] = [
  [/^SQuAD/, '≤ 4', 'all of it seen: it flatters'],
  [/^Textbook/, '≤ 8', 'all of it seen: it flatters'],
  [/^Product/, '', 'SQuAD and the textbook'],
]

function ofRefusals(file: z.infer<typeof Refusals>): Row[] {
  const by = file.cosine ? `${models(file)}, cosines as ${file.cosine}` : models(file)
  return file.refusals
    .filter(({ isForChoosing }) => !isForChoosing)
    .flatMap(({ name, foreign, own }) => {
      const [, goal = '', chosenOn = ''] = books.find(([of]) => of.test(name)) ?? []
      const common = {
        command: 'refusals',
        chosenOn,
        reportedOn: `${name}; ${by}`,
      }
      return [
        { figure: 'Foreign questions refused', goal: '≥ 85', measured: told(foreign), ...common },
        { figure: 'Own questions refused', goal, measured: told(own), ...common },
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

const percent = (share: number) => `${(share * 100).toFixed(1)} %`
