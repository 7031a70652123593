/** What the bot says of itself. Answers and refusals are the book's. */
export const words = {
  welcome:
    'Ask me anything about the book: I answer from its pages, and say where it stands.\n\n' +
    '/new begins a new conversation\n/human asks for a person',
  begun: 'A new conversation has begun. What would you like to know?',
  textAlone: 'I can read text alone. Please write your question.',
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
} as const
