import type { Source } from '../../lib/chat/events.ts'
import { citations, judgedCitations } from '../../lib/citations/citations.ts'
import type { ClaimCase } from './case.ts'

/** Whether a checker takes a passage to carry a claim. */
export type CheckClaim = (claim: string, passage: string) => Promise<boolean>

/** The product's own check, the way an answer's citations go through it. */
export const checkLocally: CheckClaim = async (claim, passage) =>
  citations(cited(claim), [sourceOf(passage)]).every(({ status }) => status === 'verified')

/** The same where a second look is always right: what wording alone is sure of. */
export function checkWithTruth({ claim, passage, isTrue }: ClaimCase): boolean {
  const judged = judgedCitations(cited(claim), [sourceOf(passage)])
  return judged.every(({ status, isDoubtful }) => (isDoubtful ? isTrue : status === 'verified'))
}

/** A claim as an answer that cites the first source. */
export const cited = (claim: string) => claim.replace(/([.!?])?$/, ' [1]$1')

/** A passage as an answer's first source. */
export const sourceOf = (text: string): Source => ({
  n: 1,
  text,
  passage_id: '1',
  source: 'docs/page.md',
  url: '',
  part: '',
  part_number: 0,
  chapter: '',
  section: '',
  score: 1,
  is_primary: false,
})
