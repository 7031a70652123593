/** A turn of the conversation so far. */
export interface Turn {
  question: string
  answer: string
}
