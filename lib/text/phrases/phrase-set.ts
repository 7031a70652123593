/**
 * What we say to readers ourselves, beside the model's answers, in one language, and the turns that we
 * answer so. Words that decide anything else are in `lib/text/languages`.
 */
export type Phrases = Sentences & Turns

/** What we say. */
export interface Sentences {
  /** The book does not hold what was asked. */
  noAnswer: string
  /** Stands before an answer from another version than its reader's page is of. */
  otherVersion: string
  /** Stands before a list of pages. */
  nearestPages: string
  /** Stands before passages that are shown in place of an answer. */
  extract: string
  /** The same, where the budget of the day is spent. */
  budget: string
  /** Stands below an answer that the site's owner has written. */
  ownersAnswer: string
  /** A person can take over. */
  handOff: string
  /** Where a person is reached, at `{contact}`, if nobody is told of a wish for one. */
  contact: string
  /** A person is asked for, nobody is told, and the owner names no other way. */
  nobody: string
  /** How a reply ended that did not end as the model meant it. */
  ended: { length: string; filtered: string; broken: string }
}

/** What readers say that is no question, with what we say to it, and models that is no answer. */
export interface Turns {
  /** How a model says in its own words that the passages do not hold the answer. */
  denies: Denials
  /** What readers say about the answer that they have just read, as regular expressions of whole turns. */
  aboutAnswer: Record<AboutAnswer | 'courtesy', readonly string[]>
  /**
   * What readers say that asks nothing of the book, parted by bars. A turn that consists of these and of
   * fillers alone is no question; a filler alone decides nothing.
   */
  talk: Record<TalkKind | 'filler', string>
  /** What the table of contents is called. */
  contents: string
  /** Stands before the pages that an answer cites. */
  restsOn: string
  /** Our fixed sentences to what is no question. */
  replies: Record<TalkKind, string>
}

/** What a reader's turn is that is no question. `identity` also asks how we are, and for help as such. */
export type TalkKind = 'greeting' | 'thanks' | 'farewell' | 'acknowledged' | 'identity'

export interface Denials {
  /** Words for what the model was given; decides, with `lacks` in the same sentence, that it is a denial. */
  given: string
  /** Beginnings of what says that something is not there. */
  lacks: string
  /** What says so without naming what was given. */
  alone: string
}

/**
 * What a turn asks of the last answer: to hear it again, where it comes from, or another wording,
 * language or length, a second look, the rest. `courtesy` may stand before and behind any of them.
 */
export type AboutAnswer = 'repeat' | 'source' | 'revise'
