/** What we say to readers ourselves, beside the model's answers, in one language. */
export interface Phrases {
  /** The book does not hold what was asked. */
  noAnswer: string
  /** Stands before a list of pages. */
  nearestPages: string
  /** Stands before passages that are shown in place of an answer. */
  extract: string
  /** A person can take over. */
  handOff: string
  /** How a reply ended that did not end as the model meant it. */
  ended: { length: string; filtered: string; broken: string }
  /** How a model says in its own words that the passages do not hold the answer. */
  denies: Denials
}

export interface Denials {
  /** Words for what the model was given; decides, with `lacks` in the same sentence, that it is a denial. */
  given: string
  /** Beginnings of what says that something is not there. */
  lacks: string
  /** What says so without naming what was given. */
  alone: string
}
