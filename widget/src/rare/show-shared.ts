import type { Texts } from '../locale.ts'
import type { Tell } from '../notice.ts'
import type { Options } from '../options.ts'
import type { PanelView } from '../panel-view.ts'
import type { Pile } from '../pile.ts'
import { isRecord, request } from '../request.ts'
import type { Session } from '../session.ts'
import { isCitation, isSource, list } from '../stream-event.ts'
import { newTurn, type Turn } from '../turn.ts'
import { rareTexts } from './rare-english.ts'
import { dayOf } from './share-answer.ts'

export interface ShowSharedDeps {
  urls: NonNullable<Options['urls']>
  session: Pick<Session, 'get' | 'held'>
  /** Where the owner's page knows who the reader is, that decides what they may read. */
  identityToken: () => string | undefined
  pile: Pick<Pile, 'restored'>
  view: PanelView
  texts: Texts
  tell: Tell
}

/** Shows an answer that somebody has shared: a turn that was not asked here, and is not kept. */
export async function showShared(id: string, deps: ShowSharedDeps): Promise<void> {
  const { view, tell, pile } = deps
  const texts = rareTexts(deps.texts)
  const [shared] = await Promise.all([fetchShared(id, deps), pile.restored()])
  if (!shared) return void tell(texts.noSharedAnswer)
  const turn = toTurn(shared)
  const added = view.transcript.add(turn)
  view.showWhatThereIs()
  view.scrollTo(added)
  const said = texts.sharedAnswer(dayOf(shared.answered_at, added))
  view.transcript.update(turn, shared.is_outdated === true ? `${said} ${texts.outdated}` : said)
}

async function fetchShared(id: string, { urls, session, identityToken }: ShowSharedDeps) {
  try {
    const held = identityToken() ? await session.get() : session.held()
    const url = `${urls.shared}/${encodeURIComponent(id)}`
    const reply = await request({ method: 'GET', url, ...(held && { token: held.token }) })
    const shared: unknown = await reply.json()
    return isRecord(shared) ? shared : undefined
  } catch {
    // It is gone, or not for this reader, or the suite is away: the reader is told the same.
    return undefined
  }
}

const toTurn = ({ question, answer, sources, citations }: Record<string, unknown>): Turn => ({
  ...newTurn({ question: String(question) }),
  status: 'complete',
  answer: String(answer),
  sources: list(sources, isSource),
  citations: list(citations, isCitation),
})
