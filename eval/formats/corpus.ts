import type { Turn } from '../../lib/chat/turn.ts'

/** A passage that is indexed as it is. */
export interface ReadyPassage {
  source: string
  title: string
  text: string
  /** A two-letter code; told from the text when absent. */
  language?: string
}

/** What has to be found: the passages of this source, of this section, or with these words. */
export interface Target {
  source: string
  section?: string
  excerpt?: string
}

/** A stretch of a source's text, in UTF-16 units. */
export interface Stretch {
  source: string
  start: number
  end: number
}

/**
 * How a follow-up is searched for: joined to what came before it, joined and with its rewriting, or as it
 * ships, with the rewriting where the first is not sure.
 */
export const followUpWays = ['joined', 'rewritten', 'shipped'] as const
export type FollowUpWay = (typeof followUpWays)[number]

export interface EvalQuestion {
  id: string
  /** Questions of one group are also counted on their own. */
  group: string
  text: string
  turns: Turn[]
  /** What the model is taken to reply when it is asked to rewrite the question; else it is away. */
  rewrite?: string
  isAnswerable: boolean
  /** All of these are wanted; any one of the targets within is enough. */
  wanted: Target[][]
  /** The stretches that hold the answer, where the corpus knows them. */
  stretches?: Stretch[]
}

/** How one corpus writes its questions and its ready passages. */
export interface Format {
  name: string
  /** Whether a row of questions is of this corpus. */
  fits: (row: object) => boolean
  questions: (file: string) => EvalQuestion[]
  passages: (file: string) => ReadyPassage[]
}
