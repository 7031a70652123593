import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../dev/commands/usage-error.ts'
import { type Share, shareTrue, told } from '../interval.ts'
import { claimSet, halvesOf } from './claim-set.ts'
import { type CheckClaim, checkWithTruth } from './local-checker.ts'
import { wiceClaims } from './wice.ts'

export interface ClaimFigures {
  kinds: {
    kind: string
    isTrue: boolean
    goal: string
    developed: Share
    reported: Share
    /** What would be verified, of those kept apart, if a second look were always right. */
    bestCase: Share
  }[]
  wice: WiceFigures[]
}

interface WiceFigures {
  name: string
  supported: Share
  unsupported: Share
  balanced: number
}

// The goals of a half kept apart: the least of the true ones, the most of the false ones.
const goals: Record<string, string> = {
  'true sentences': '≥ 92',
  'close paraphrase': '≥ 75',
  names: '≤ 15',
  numbers: '≤ 3',
  opposites: '≤ 10',
  'opposites that its list lacks': '≤ 10',
  negation: '≤ 5',
  'values of another key': '≤ 3',
}

/** How often each kind of claim is verified, on both halves, and how the checker does on WiCE. */
export async function measureClaims(corpora: string, check: CheckClaim): Promise<ClaimFigures> {
  for (const folder of ['squad', 'textbook', 'claims'])
    if (!existsSync(join(corpora, folder)))
      throw new UsageError(`--corpora: ${join(corpora, folder)} is absent.`)
  const cases = await claimSet(corpora)
  const [developed, reported] = halvesOf(cases)
  const kinds = [...new Set(cases.map(({ kind }) => kind))]
  const verified = async (half: typeof cases, wanted: (kind: string) => boolean) =>
    shareTrue(
      await Promise.all(
        half.filter(({ kind }) => wanted(kind)).map((one) => check(one.claim, one.passage)),
      ),
    )
  const groups = [
    ...kinds.map((kind) => ({ kind, has: (other: string) => other === kind })),
    { kind: 'close paraphrase', has: (kind: string) => kind.startsWith('close paraphrase') },
  ]
  return {
    kinds: await Promise.all(
      groups.map(async ({ kind, has }) => ({
        kind,
        isTrue: cases.some((one) => has(one.kind) && one.isTrue),
        goal: goals[kind] ?? '',
        developed: await verified(developed, has),
        reported: await verified(reported, has),
        bestCase: shareTrue(reported.filter((one) => has(one.kind)).map(checkWithTruth)),
      })),
    ),
    wice: await measureWice(join(corpora, 'claims/wice-dev.jsonl'), check),
  }
}

async function measureWice(file: string, check: CheckClaim): Promise<WiceFigures[]> {
  const claims = wiceClaims(file)
  const byLength = claims.map(({ claim }) => claim.split(/\s+/).length).sort((a, b) => a - b)
  const middle = byLength[Math.floor(byLength.length / 2)] ?? 0
  const isShort = ({ claim }: { claim: string }) => claim.split(/\s+/).length < middle
  const groups = [
    { name: 'all', own: claims },
    { name: `claims of fewer than ${middle} words`, own: claims.filter(isShort) },
    { name: 'longer claims', own: claims.filter((one) => !isShort(one)) },
  ]
  return await Promise.all(
    groups.map(async ({ name, own }) => {
      const found = async (isTrue: boolean) =>
        shareTrue(
          await Promise.all(
            own
              .filter((one) => one.isTrue === isTrue)
              .map(async (one) => (await check(one.claim, one.passage)) === isTrue),
          ),
        )
      const [supported, unsupported] = [await found(true), await found(false)]
      return { name, supported, unsupported, balanced: (supported.share + unsupported.share) / 2 }
    }),
  )
}

/** Prints the figures as a table. */
export function printClaims({ kinds, wice }: ClaimFigures) {
  console.log('Share that is verified: made on every other article, reported on the rest\n')
  const row = (...cells: string[]) =>
    console.log(
      `  ${cells.map((cell, index) => cell.padEnd([34, 6, 8, 30, 30][index] ?? 0)).join('')}`,
    )
  row(
    'claims',
    'are',
    'goal',
    'developed on',
    'reported on',
    'with a second look that is always right',
  )
  for (const { kind, isTrue, goal, developed, reported, bestCase } of kinds)
    row(kind, isTrue ? 'true' : 'false', goal, told(developed), told(reported), told(bestCase))
  console.log('\nWiCE, development split: claims against the whole page they cite')
  for (const { name, supported, unsupported, balanced } of wice)
    console.log(
      `  ${name.padEnd(34)}balanced ${balanced.toFixed(3)}; supported verified ${told(supported)}, others weak ${told(unsupported)}`,
    )
}
