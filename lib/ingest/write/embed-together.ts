import { isPermanent } from '../../upstream/cause.ts'
import { type EmbedDeps, type Embedded, embedPassages } from './embed-passages.ts'

// Pages that are done at once come to be embedded within some milliseconds of each other, and go on
// together afterwards; a request takes ten times as long.
const gatheringMs = 25
/** From so many texts on there is nothing to wait for; with one page more they fit one request. */
const enough = 64

export type EmbedTexts = (texts: string[]) => Promise<Embedded>

interface Waiting {
  texts: string[]
  settle: (embedded: Promise<Embedded>) => void
}

/**
 * Embeds what the pages of one invocation ask for at about the same time in one request. A request that
 * is refused is made again for each page alone, so that a page fails by its own text.
 */
export function createSharedEmbedding(deps: EmbedDeps): EmbedTexts {
  let waiting: Waiting[] = []
  let gathering = 0

  const send = () => {
    const together = waiting
    waiting = []
    gathering += 1
    if (together.length > 0) share(together, deps)
  }

  return async (texts) => {
    if (texts.length === 0) return { vectors: [], tokens: 0 }
    const embedded = new Promise<Embedded>((settle) => waiting.push({ texts, settle }))
    if (waiting.reduce((sum, one) => sum + one.texts.length, 0) >= enough) send()
    else if (waiting.length === 1) {
      const mine = gathering
      // Unless it was enough before.
      void deps.pause(gatheringMs).then(() => mine === gathering && send())
    }
    return await embedded
  }
}

function share(together: Waiting[], deps: EmbedDeps): void {
  const all = embedPassages(
    together.flatMap(({ texts }) => texts),
    deps,
  )
  const characters = (texts: string[]) => texts.reduce((sum, text) => sum + text.length, 0)
  const total = characters(together.flatMap(({ texts }) => texts))
  let from = 0
  let before = 0
  for (const { texts, settle } of together) {
    const [at, charactersBefore] = [from, before]
    from += texts.length
    before += characters(texts)
    const charactersAfter = before
    settle(
      all.then(
        ({ vectors, tokens }) => ({
          vectors: vectors.slice(at, at + texts.length),
          // By length, and so that all pages' shares add up to what was paid.
          tokens:
            Math.round((tokens * charactersAfter) / total) -
            Math.round((tokens * charactersBefore) / total),
        }),
        (error: unknown) => {
          if (together.length === 1 || !isPermanent(error)) throw error
          return embedPassages(texts, deps)
        },
      ),
    )
  }
}
