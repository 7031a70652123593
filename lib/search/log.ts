import * as z from 'zod/mini'
import { type Neon, NoRow, sql } from '../clients/neon.ts'
import { settle } from '../upstream/settle.ts'
import type { SearchMode } from './query.ts'

/** Whoever types on does so within this time; what is searched until then was not meant. */
const settledMs = 2000
const mostCallers = 1000

const Id = z.object({ search_id: z.string() })

/** A search as it is logged. */
export interface Searched {
  search_id: string
  text: string
  mode: SearchMode
  hits: number
  ms: number
}

export interface SearchLogDeps {
  neon: Neon
  /** Whether the log keeps what was looked for. */
  keepsTexts: boolean
  pause: (ms: number) => Promise<void>
}

export type SearchLog = ReturnType<typeof createSearchLog>

/**
 * Keeps what readers looked for, each search once: while one is typed every letter is a search, and
 * the last that begins like those before it is the one that was meant. Known in this isolate alone.
 */
export function createSearchLog({ neon, keepsTexts, pause }: SearchLogDeps) {
  const latest = new Map<string, string>()

  return {
    /** Logs the search unless its caller types on; to be awaited after the reply. */
    async note(searched: Searched, caller: string): Promise<void> {
      latest.delete(caller)
      latest.set(caller, searched.text)
      if (latest.size > mostCallers) latest.delete(latest.keys().next().value ?? caller)
      await pause(settledMs)
      const last = latest.get(caller)
      const isTypedOn =
        last !== undefined && last !== searched.text && isOneTyped(last, searched.text)
      if (last === searched.text) latest.delete(caller)
      if (isTypedOn) return
      const words = keepsTexts ? searched.text : null
      const written = await settle(
        neon.run(sql(NoRow)`
          insert into searches (search_id, words, mode, hits, ms)
          values (${searched.search_id}, ${words}, ${searched.mode}, ${searched.hits}, ${searched.ms})
          on conflict (search_id) do nothing`),
      )
      if (!written.ok) console.error(`A search was not logged: ${String(written.error)}`)
    },

    /** Notes which passage the reader of a search went to, once the search itself is logged. */
    async click(searchId: string, passageId: string): Promise<void> {
      const noted = () =>
        neon.run(sql(Id)`
          update searches set clicked_passage = ${passageId}::bigint, clicked_at = now()
          where search_id = ${searchId} returning search_id`)
      if ((await noted()).length > 0) return
      await pause(2 * settledMs)
      await noted()
    },
  }
}

/** Whether one text may be the other, typed further or taken back. */
const isOneTyped = (a: string, b: string) => {
  const [one, other] = [a.trim().toLowerCase(), b.trim().toLowerCase()]
  return one.startsWith(other) || other.startsWith(one)
}
