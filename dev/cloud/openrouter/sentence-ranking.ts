import { contentStems, splitSentences } from './sentences.ts'

/** A numbered passage of the prompt. */
export interface PromptPassage {
  n: number
  /** Its chapter and section. */
  heading: string
  text: string
}

interface Candidate {
  n: number
  position: number
  sentence: string
  stems: Set<string>
  /** What the place of the sentence is worth, whatever it says. */
  prior: number
}

const most = 4
// A sentence that adds less than this share of what the first one gave is left out. The second is
// let in more easily: one sentence alone seldom makes an answer.
const leastGain = (picked: number) => (picked === 1 ? 0.1 : 0.3)

/** The few sentences that together cover the question's words best, in reading order. */
export function pickSentences(question: string, passages: PromptPassage[]) {
  const weights = wordWeights(contentStems(question), passages)
  let candidates = passages.flatMap((passage) => toCandidates(passage, weights))
  const picked: Candidate[] = []
  let firstGain = 0
  while (picked.length < most) {
    const [best] = candidates
      .map((candidate) => ({ candidate, gain: gainOf(candidate, picked, weights) }))
      .sort((a, b) => b.gain - a.gain)
    firstGain ||= best?.gain ?? 0
    if (best === undefined || best.gain === 0 || best.gain < firstGain * leastGain(picked.length))
      break
    picked.push(best.candidate)
    candidates = candidates.filter(({ sentence }) => sentence !== best.candidate.sentence)
  }
  return picked.sort((a, b) => a.n - b.n || a.position - b.position)
}

// Inverse document frequency over the passages at hand; no word of the question weighs nothing.
function wordWeights(stems: string[], passages: PromptPassage[]): Map<string, number> {
  const bags = passages.map(({ heading, text }) => new Set(contentStems(`${heading} ${text}`)))
  return new Map(
    stems.map((stem) => {
      const holding = bags.filter((bag) => bag.has(stem)).length
      return [stem, 0.3 + Math.log(1 + (bags.length - holding + 0.5) / (holding + 0.5))]
    }),
  )
}

function toCandidates({ n, heading, text }: PromptPassage, weights: Map<string, number>) {
  const headingStems = new Set(contentStems(heading))
  const inHeading = [...weights.keys()].filter((stem) => headingStems.has(stem)).length
  return splitSentences(text).map((sentence, position): Candidate => {
    const stems = contentStems(sentence)
    const isWhole = /[.!?…。！？][)"'”’*_`]*$/.test(sentence)
    const opens = stems.slice(0, 2).some((stem) => weights.has(stem))
    const prior =
      (1 + 0.15 * inHeading) *
      (isWhole ? 1 : 0.5) *
      (opens ? 1.2 : 1) *
      (1 + 0.1 / (position + 1)) *
      (1 / (1 + 0.04 * (n - 1))) *
      (stems.length > 40 || stems.length < 3 ? 0.6 : 1)
    return { n, position, sentence, stems: new Set(stems), prior }
  })
}

function gainOf(candidate: Candidate, picked: Candidate[], weights: Map<string, number>): number {
  let gain = 0
  for (const [stem, weight] of weights) {
    if (!candidate.stems.has(stem)) continue
    const times = picked.filter(({ stems }) => stems.has(stem)).length
    gain += weight * 0.55 ** times
  }
  const samePassage = picked.filter(({ n }) => n === candidate.n).length
  return gain * candidate.prior * 0.85 ** samePassage
}
