// As lib/retrieval/lexical.ts has them.
const saturation = 1
const lengthShare = 0.75

/** Runs one statement on whatever database it is. */
export type Query = (text: string, params: unknown[]) => Promise<Record<string, unknown>[]>

interface Holding {
  passage: number
  times: number
}

/**
 * The best passages of each question by BM25 over every passage, in English: what the candidates are
 * measured by. Reads the whole table once.
 */
export async function exactBest(
  query: Query,
  questions: string[],
  count: number,
): Promise<string[][]> {
  const asked = await query(
    `select tsvector_to_array(to_tsvector('english', text)) as lexemes
    from unnest($1::text[]) with ordinality as questions (text, place) order by place`,
    [questions],
  )
  const lexemesOf = asked.map((row) => strings(row.lexemes))
  const { ids, lengths, holders } = await readPostings(query, [...new Set(lexemesOf.flat())])
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length
  return lexemesOf.map((lexemes) => {
    const scores = new Map<number, number>()
    for (const lexeme of lexemes) {
      const holdings = holders.get(lexeme) ?? []
      const idf = Math.log(1 + (ids.length - holdings.length + 0.5) / (holdings.length + 0.5))
      for (const { passage, times } of holdings) {
        const length = (lengths[passage] ?? 0) / mean
        const weight =
          (times * (saturation + 1)) /
          (times + saturation * (1 - lengthShare + lengthShare * length))
        scores.set(passage, (scores.get(passage) ?? 0) + idf * weight)
      }
    }
    return [...scores]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, count)
      .map(([passage]) => ids[passage] ?? '')
  })
}

async function readPostings(query: Query, lexemes: string[]) {
  const rows = await query(
    `select id::text, length, held, times from documents, lateral (
      select sum(cardinality(positions))::int as length,
        array_agg(lexeme) filter (where lexeme = any($1)) as held,
        array_agg(cardinality(positions)) filter (where lexeme = any($1)) as times
      from unnest(search_vector) where positions is not null) as said
    order by documents.id`,
    [lexemes],
  )
  const holders = new Map<string, Holding[]>(lexemes.map((lexeme) => [lexeme, []]))
  rows.forEach(({ held, times }, passage) => {
    const counts = Array.isArray(times) ? times.map(Number) : []
    strings(held).forEach((lexeme, at) => {
      holders.get(lexeme)?.push({ passage, times: counts[at] ?? 0 })
    })
  })
  return {
    ids: rows.map(({ id }) => String(id)),
    lengths: rows.map((row) => Number(row.length)),
    holders,
  }
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
