import type { FoundPassage, Passage } from '../chat/passage.ts'
import { fnv, mixed, seed } from '../text/hash/fnv.ts'
import { createMemo } from '../text/memo.ts'

/** A passage found, made longer by what stands around it; `joined` are all that its text is of. */
export interface JoinedPassage extends FoundPassage {
  joined: Passage[]
}

const joinedCharacters = 3600
const shared = 0.85

/**
 * The best passages as sources: near-duplicates of a better one left out, each joined with its
 * neighbours of the same section while it stays short, and all of them within a budget of characters.
 */
export function joinPassages(
  found: FoundPassage[],
  beside: Passage[],
  { limit, maxCharacters }: { limit: number; maxCharacters: number },
): JoinedPassage[] {
  const known = [...found, ...beside]
  const joined: JoinedPassage[] = []
  const used = new Set<string>()
  const runs: ReadonlySet<number>[] = []
  let characters = 0
  for (const hit of found) {
    if (joined.length === limit) break
    if (used.has(hit.passage_id)) continue
    const own = runsOf(hit.text)
    if (runs.some((other) => isAlike(own, other))) continue
    const parts = widened(hit, known, used)
    const text = parts.map((part) => part.text).join('\n\n')
    if (joined.length > 0 && characters + text.length > maxCharacters) continue
    characters += text.length
    runs.push(own)
    for (const part of parts) used.add(part.passage_id)
    joined.push({ ...hit, text, joined: parts })
  }
  return joined
}

/** A passage with those before and after it that are at hand and not yet used, in reading order. */
function widened(hit: Passage, known: Passage[], used: ReadonlySet<string>): Passage[] {
  const parts = [hit]
  let characters = hit.text.length
  for (;;) {
    const first = parts[0]?.chunk_index ?? 0
    const last = parts.at(-1)?.chunk_index ?? 0
    const next = known.find(
      (passage) =>
        passage.source === hit.source &&
        passage.section === hit.section &&
        (passage.chunk_index === last + 1 || passage.chunk_index === first - 1) &&
        !used.has(passage.passage_id) &&
        characters + passage.text.length <= joinedCharacters,
    )
    if (!next) return parts
    characters += next.text.length
    if (next.chunk_index > last) parts.push(next)
    else parts.unshift(next)
  }
}

// What is found is found again. They take 1.2 MiB, of passages of 2,000 characters.
const lately = createMemo<ReadonlySet<number>>(100)

/** The runs of three words of a text, each as a number of 30 bits. */
const runsOf = (text: string): ReadonlySet<number> => lately(text, () => readRuns(text))

function readRuns(text: string): Set<number> {
  const words = (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(fnv)
  if (words.length < 3) return new Set(words)
  const runs = new Set<number>()
  let [before = 0, last = 0] = words
  for (const word of words.slice(2)) {
    runs.add(mixed(mixed(mixed(seed, before), last), word))
    before = last
    last = word
  }
  return runs
}

function isAlike(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  const smaller = a.size < b.size ? a : b
  const larger = a.size < b.size ? b : a
  if (smaller.size === 0 || smaller.size / larger.size < shared) return false
  let both = 0
  for (const run of smaller) if (larger.has(run)) both += 1
  return both / larger.size >= shared
}
