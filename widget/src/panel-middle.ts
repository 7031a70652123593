import type { Composer } from './composer.ts'
import type { Earlier } from './earlier.ts'
import { element } from './element.ts'
import type { Texts } from './locale.ts'
import type { Options } from './options.ts'
import { createTranscript } from './transcript.ts'
import type { TurnActions } from './turn-actions.ts'
import { createWelcome } from './welcome.ts'

export interface PanelMiddleDeps {
  id: string
  options: Options
  texts: Texts
  acts: TurnActions & { earlier: () => Earlier[]; reopen: (earlier: Earlier) => void }
  composer: Composer
}

/** The scrolled middle of the panel: a welcome, the turns, or the earlier conversations. */
export function createMiddle({ id, options, texts, acts, composer }: PanelMiddleDeps) {
  const isSetUp = options.urls !== undefined
  const transcript = createTranscript(id, texts, acts)
  const greeting = isSetUp ? options.greeting || texts.greeting : texts.setup
  const welcome = createWelcome(greeting, (isSetUp && options.questions) || [], (question) => {
    acts.ask({ question })
    composer.focus()
  })
  const restoring = element('p', { class: 'note waits' }, texts.restoring)
  const list = element('div')
  const parts = [welcome.root, restoring, transcript.root, list]

  const showOnly = (shown: HTMLElement) => {
    for (const part of parts) part.hidden = part !== shown
  }
  const showWhatThereIs = () => showOnly(transcript.isEmpty() ? welcome.root : transcript.root)

  function showEarlier() {
    const back = () => {
      showWhatThereIs()
      composer.focus()
    }
    acts.withRare(({ earlierList }) => {
      list.replaceChildren(earlierList(acts.earlier(), { texts, open: acts.reopen, back }))
      showOnly(list)
      list.parentElement?.scrollTo({ top: 0 })
      list.querySelector<HTMLElement>('h3')?.focus()
    })
  }

  return {
    parts,
    transcript,
    showWhatThereIs,
    showEarlier,
    /** The page's own greeting stands. */
    offer: (questions: string[], said = '') =>
      welcome.offer(questions, options.greeting ? '' : said),
    /** Says that the conversation is being fetched, where that takes a moment. */
    showRestoring: () => showOnly(restoring),
  }
}
