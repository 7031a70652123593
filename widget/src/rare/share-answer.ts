import type { Texts } from '../locale.ts'
import type { Tell } from '../notice.ts'
import { isRecord, request } from '../request.ts'
import { rareTexts } from './rare-english.ts'

export interface ShareAnswerDeps {
  texts: Texts
  /** Where shared answers are, and the token of the session that the answer is of. */
  url: string
  token: string
  button: HTMLElement
  tell: Tell
}

/** Makes a link to an answer, copies it, and says until when it can be read and how it is taken back. */
export async function shareAnswer(queryId: string, deps: ShareAnswerDeps): Promise<void> {
  const { url, token, button, tell } = deps
  const texts = rareTexts(deps.texts)
  const attempt = async (work: () => Promise<void>) => {
    await work().catch(() => tell(texts.cannotShare))
    button.focus()
  }
  await attempt(async () => {
    const body = { query_id: queryId }
    const shared: unknown = await (await request({ method: 'POST', url, token, body })).json()
    if (!isRecord(shared)) throw new Error('Nothing was shared')
    const id = String(shared.shared_id)
    const link = linkTo(id)
    const day = dayOf(shared.expires_at, button)
    const isCopied = await copied(link)
    const words = isCopied ? texts.shared(day) : `${texts.sharedAt(day)} ${link}`
    const stop = async () => {
      await request({ method: 'DELETE', url: `${url}/${id}`, token })
      tell(texts.notShared)
    }
    tell(words, [texts.stopSharing, () => void attempt(stop)])
  })
}

/** The page on which it was asked, with the answer in its address. */
function linkTo(id: string): string {
  const link = new URL(location.href)
  for (const name of ['ask', 'q']) link.searchParams.delete(name)
  link.searchParams.set('answer', id)
  link.hash = ''
  return link.href
}

/** Whether the page may write to the clipboard. */
const copied = (text: string) =>
  navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  ) ?? false

/** A day as the widget around a node writes it. */
export const dayOf = (time: unknown, near: Element): string =>
  new Date(String(time)).toLocaleDateString(near.closest('[lang]')?.getAttribute('lang') ?? 'en', {
    dateStyle: 'long',
  })
