import type { Texts } from '../locale.ts'

/** What readers seldom come to read, in English. */
export const rareEnglish = {
  why: 'What was wrong?',
  reasons: {
    incorrect: 'Not correct',
    outdated: 'Out of date',
    'off-topic': 'Not what I asked',
    unclear: 'Hard to understand',
  },
  need: 'What do you need?',
  contact: 'How can we reach you? (optional)',
  passOn: 'Pass it on',
  passedOnTo: (contact: string) =>
    `Passed on. A person will read this conversation and can reach you at ${contact}.`,
  noEarlier: 'There are no earlier conversations.',
  back: 'Back',
  comment: 'What would have helped? (optional)',
  sendComment: 'Send',
  personSays: 'A person wrote',
  writeBack: 'Write to the person',
  corrected: 'A person corrected this answer',
  shared: (day: string) => `Link copied. Whoever has it can read this answer until ${day}.`,
  sharedAt: (day: string) => `Whoever has this link can read the answer until ${day}:`,
  stopSharing: 'Stop sharing',
  notShared: 'It is not shared any more.',
  cannotShare: 'This answer cannot be shared now. Try again in a moment.',
  sharedAnswer: (day: string) =>
    `This answer was given on ${day} and shared with you. A question of yours begins a new conversation.`,
  outdated: 'The pages that it rests on have been changed since.',
  noSharedAnswer: 'The shared answer is not there any more, or not for you.',
  copyPage: 'Copy page as Markdown',
  pageCopied: 'The page is copied.',
  noPage: 'This page could not be copied: it is not in the book, or the book is away.',
  openIn: (name: string) => `Open in ${name}`,
  readPage: (url: string) => `Read ${url} so that I can ask you questions about it.`,
}

/** All that is said of it, in the language of the widget: what its file lacks is English. */
export const rareTexts = (texts: Texts): Texts & typeof rareEnglish => ({
  ...rareEnglish,
  ...texts,
})
