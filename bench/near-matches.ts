import { readFileSync } from 'node:fs'
import { modelEmbeddings } from '../dev/cloud/openrouter/embeddings.ts'
import { mayShareAnswer } from '../lib/cache/near-answers.ts'
import { plainQuestion } from '../lib/retrieval/plain-question.ts'

// The trial of near matches with the local model: `node bench/near-matches.ts`. For each threshold,
// how many pairs of each kind would share an answer; of the paraphrases by halves, for a threshold
// is chosen on the first and told of the second. Pairs held out were written when the words that
// keep questions apart, or together, had been chosen.

interface Pair {
  kind: string
  one: string
  other: string
}

const file = new URL('../test/cache/near-pairs.jsonl', import.meta.url)
const pairs = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line): Pair => JSON.parse(line))
const embeddings = modelEmbeddings()
const texts = pairs.flatMap(({ one, other }) => [plainQuestion(one), plainQuestion(other)])
const vectors = await embeddings.embed(texts, 512)
await embeddings.close()

const measured = pairs.map((pair, index) => ({
  kind: pair.kind === 'paraphrase' ? `paraphrase, half ${1 + (index % 2)}` : pair.kind,
  ...matched(pair, cosine(vectors[2 * index], vectors[2 * index + 1])),
}))
const thresholds = [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]
for (const kind of new Set(measured.map((pair) => pair.kind))) {
  const those = measured.filter((pair) => pair.kind === kind)
  const hits = (threshold: number) =>
    those.filter((pair) => pair.mayShare && pair.cosine >= threshold).length
  const figures = thresholds.map((threshold) => `${threshold}: ${hits(threshold)}`)
  console.log(`${kind.padEnd(20)} of ${those.length}: ${figures.join(', ')}`)
}
process.exit(0)

function matched({ one, other }: Pair, near: number) {
  return { mayShare: mayShareAnswer(one, other, near), cosine: near }
}

function cosine(one: Float32Array = new Float32Array(), other: typeof one = one): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)
}
