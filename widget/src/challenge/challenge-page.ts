/** Where a challenge can show itself, if it has to. */
export interface ChallengePage {
  /** The URL of the suite, without a closing slash. */
  suite: string
  /** What a reader is told. */
  sentence: string
  /** Before which element it is shown. */
  place: HTMLElement
  say: (words: string) => void
}
