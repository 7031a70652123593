import * as z from 'zod/mini'
import { type Neon, NoRow, sql } from '../../clients/neon.ts'
import { toJsonb } from '../../webhooks/record.ts'
import type { NearestPage } from '../figures.ts'
import { byMeaning } from '../likeness.ts'
import { missed, missedWordings, type Wording } from './missed-questions.ts'

export interface CollectDeps {
  neon: Neon
  /** The vectors of questions, in their order. */
  embed: (questions: string[]) => Promise<number[][]>
  /** The page nearest to each vector, where there is one. */
  nearest: (vectors: number[][]) => Promise<(z.infer<typeof NearestPage> | undefined)[]>
  /** Whether a turn asks nothing of the book: a greeting, or a wish for a person. */
  isTalk: (question: string) => boolean
  /** From which likeness on two questions are of one gap. */
  likeness: number
  newId: () => string
}

/** A gap that is open from now on. */
export interface OpenedGap {
  gap_id: string
  question: string
  page: z.infer<typeof NearestPage> | undefined
}

const GapId = z.object({ gap_id: z.string() })

/**
 * Puts what readers missed into gaps. A wording stays in the gap that it once came to, and a new one
 * joins the gap that holds the wording most like it; so a gap is the same from day to day. A closed one
 * opens again when it is missed once more. Gives those that were opened.
 */
export async function collectGaps(deps: CollectDeps): Promise<OpenedGap[]> {
  const { neon } = deps
  const wordings = (await neon.run(missedWordings)).filter(
    ({ question, gap_id }) => gap_id !== null || !deps.isTalk(question),
  )
  const fresh = wordings.some(({ gap_id }) => gap_id === null)
  const placed = fresh ? await place(wordings, deps) : { opened: [], added: [] }
  const { opened, added } = placed
  const [, , , kept, reopened] = await neon.transaction([
    sql(NoRow)`
      insert into gaps (gap_id, page)
      select gap_id, page from jsonb_to_recordset(${toJsonb(opened)}::jsonb)
        as g(gap_id uuid, page jsonb)`,
    sql(NoRow)`
      insert into gap_wordings (wording, gap_id)
      select wording, gap_id from jsonb_to_recordset(${toJsonb(added)}::jsonb)
        as w(wording text, gap_id uuid)
      on conflict (wording) do nothing`,
    // Of two that opened the same gap at once one has no wording.
    sql(NoRow)`
      delete from gaps g where not exists (select from gap_wordings w where w.gap_id = g.gap_id)`,
    sql(GapId)`select gap_id::text from gaps
      where gap_id = any (${opened.map(({ gap_id }) => gap_id)}::uuid[])`,
    sql(GapId)`
      update gaps g set status = 'open', closed_at = null, proof = null
      where status = 'closed' and exists (select from (${missed}) m join gap_wordings w using (wording)
        where w.gap_id = g.gap_id and m.created_at > g.closed_at)
      returning gap_id::text`,
  ])
  const again = reopened.map(({ gap_id }) => ({
    gap_id,
    question: wordings.find((one) => one.gap_id === gap_id)?.question ?? '',
    page: undefined,
  }))
  const isKept = new Set(kept.map(({ gap_id }) => gap_id))
  return [...opened.filter(({ gap_id }) => isKept.has(gap_id)), ...again]
}

async function place(wordings: Wording[], { embed, nearest, likeness, newId }: CollectDeps) {
  const texts = wordings.map(({ question }) => question)
  const vectors = await embed(texts)
  const { values, size } = byMeaning(vectors, texts)
  const gapOf = wordings.map(({ gap_id }) => gap_id ?? undefined)
  const opened: { gap_id: string; question: string; at: number }[] = []
  const added: { wording: string; gap_id: string }[] = []
  for (const [at, { wording, question, gap_id }] of wordings.entries()) {
    if (gap_id !== null) continue
    const [best] = gapOf
      .flatMap((gap, other) =>
        gap === undefined ? [] : { gap, value: values[at * size + other] ?? 0 },
      )
      .sort((a, b) => b.value - a.value)
    const gap = best && best.value >= likeness ? best.gap : newId()
    if (gap !== best?.gap) opened.push({ gap_id: gap, question, at })
    gapOf[at] = gap
    added.push({ wording, gap_id: gap })
  }
  const pages = await nearest(opened.map(({ at }) => vectors[at] ?? []))
  return {
    added,
    opened: opened.map(({ gap_id, question }, index) => ({ gap_id, question, page: pages[index] })),
  }
}
