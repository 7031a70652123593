import { answerChallenge } from './challenge.ts'
import { type Conversation, createConversation, type Reports } from './conversation.ts'
import type { Texts } from './locale.ts'
import type { Options } from './options.ts'
import type { PanelView } from './panel-view.ts'
import { createSession, type Session } from './session.ts'
import { createShelf } from './storage.ts'

export interface SessionPlace {
  storageKey: string
  identityToken: () => string | undefined
  texts: Texts
  view: Pick<PanelView, 'composer'>
  say: (words: string) => void
}

/** The reader's session with the suite at these URLs. */
export function openSession(
  urls: NonNullable<Options['urls']>,
  { storageKey, identityToken, texts, view, say }: SessionPlace,
) {
  const page = {
    suite: urls.sessions.replace(/\/v1\/sessions$/, ''),
    sentence: texts.challenged,
    place: view.composer.root,
    say,
  }
  return createSession({
    url: urls.sessions,
    identityToken,
    solve: (challenge) => answerChallenge(challenge, page),
    shelf: createShelf(() => localStorage, storageKey),
    now: Date.now,
  })
}

/** The conversation in that session. */
export const openConversation = (
  urls: NonNullable<Options['urls']>,
  session: Session,
  storageKey: string,
  reports: Reports,
): Conversation =>
  createConversation({
    ...{ urls, session, reports },
    shelf: createShelf(() => sessionStorage, `${storageKey}:turns`),
  })
