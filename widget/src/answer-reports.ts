import { countDown } from './countdown.ts'
import type { Texts } from './locale.ts'
import type { PanelView } from './panel-view.ts'
import type { Trouble } from './trouble.ts'
import { citedSources, type Turn } from './turn.ts'
import { turnNote } from './turn-note.ts'
import type { Pause } from './waiting.ts'

// Nobody corrects an answer sooner.
const followAfterMs = 60_000

export interface AnswerReportsDeps {
  view: PanelView
  texts: Texts
  isRunning: () => boolean
  tell: (event: string, detail: Record<string, unknown>) => unknown
  say: (words: string) => void
}

export type AnswerReports = ReturnType<typeof createAnswerReports>

/** Shows and says how an answer fares: that it comes, waits, has ended, or may not be asked for yet. */
export function createAnswerReports({ view, texts, isRunning, tell, say }: AnswerReportsDeps) {
  const { transcript, composer } = view
  let endCountdown = () => {}

  /** Counts down until a question may be asked again. */
  function limit(turn: Turn, seconds: number) {
    reopen()
    composer.setClosed(true)
    endCountdown = countDown(Math.max(1, seconds), (left) => {
      transcript.update(turn, left > 0 ? texts.limited(left) : texts.limitOver)
      transcript.view(turn)?.toggleAttribute('data-limited', left > 0)
      if (left > 0) return
      reopen()
      say(texts.limitOver)
    })
  }

  function reopen() {
    endCountdown()
    composer.setClosed(false)
  }

  return {
    /** Ends the countdown, and lets the reader ask. */
    reopen,
    dispose: () => endCountdown(),
    rest: transcript.rest,

    changed(turn: Turn, waits?: Pause) {
      // What comes after the end is shown with it.
      if (turn.status === 'complete') return transcript.endAgain(turn)
      if (!transcript.has(turn)) {
        const added = transcript.add(turn)
        say(texts.answering)
        view.showWhatThereIs()
        view.scrollTo(added)
      }
      composer.setBusy(true)
      if (waits) say(texts[waits])
      transcript.update(turn, waits ? texts[waits] : '')
    },

    ended(turn: Turn, trouble?: Trouble) {
      const isComplete = turn.status === 'complete'
      const note = turnNote(turn, texts)
      composer.setBusy(isRunning())
      transcript.update(turn, note)
      transcript.paint()
      const cited = citedSources(turn).length
      // Of an answer that another question stopped, nothing needs to be said.
      if (!isRunning()) say(isComplete && !turn.cutAs ? texts.complete(cited) : note)
      if (trouble?.kind === 'limited') limit(turn, trouble.retryAfter)
      if (!isComplete) return
      setTimeout(view.follow, followAfterMs)
      tell('answer', { query_id: turn.queryId, answered: !turn.isRefused, sources: cited })
    },
  }
}
