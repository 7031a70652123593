/** What the bot says of itself, beside what is said on every channel. */
export const ownWords = {
  welcome:
    'Ask me anything about the book: I answer from its pages, and say where it stands.\n\n' +
    '/new begins a new conversation\n/human asks for a person',
  begun: 'A new conversation has begun. What would you like to know?',
  textAlone: 'I can read text alone. Please write your question.',
} as const
