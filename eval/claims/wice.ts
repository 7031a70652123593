import * as z from 'zod/mini'
import { readJsonl } from '../formats/jsonl.ts'

const Row = z.object({
  label: z.enum(['supported', 'partially_supported', 'not_supported']),
  claim: z.string(),
  evidence: z.array(z.string()),
  supporting_sentences: z.array(z.array(z.int())),
})

export interface WiceClaim {
  claim: string
  passage: string
  isTrue: boolean
}

// What an answer's sources hold together, about: RETRIEVAL_MAX_TOKENS in characters.
const longestPassage = 24_000

/** The claims of WiCE against the page they cite; only what is wholly supported counts as carried. */
export const wiceClaims = (file: string): WiceClaim[] =>
  readJsonl(file, Row).map(({ label, claim, evidence }) => ({
    claim,
    passage: evidence.join('\n').slice(0, longestPassage),
    isTrue: label === 'supported',
  }))
