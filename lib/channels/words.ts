/** What we say on a channel of our own accord. Answers and refusals are the book's. */
export const words = {
  tooLong: 'A question may have at most 2,000 characters. Please make it shorter.',
  handedOff: 'A person has been asked for and sees this conversation. You will be contacted here.',
  nobody: (contact: string | undefined) =>
    contact === undefined
      ? 'Your request is kept, but nobody is told of it at once.'
      : `Your request is kept, but nobody is told of it at once. A person can be reached here: ${contact}`,
  handedOffAlready: 'A person has been asked for already. You will be contacted here.',
  away: 'I cannot answer at the moment. Please try again later.',
  tooMany: (seconds: number) => `That was too much at once. Please try again in ${seconds} s.`,
  askPerson: 'Ask a person',
  looking: 'Looking it up …',
} as const
