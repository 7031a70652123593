import { element, iconButton } from './element.ts'
import { icons } from './icons.ts'
import type { Texts } from './locale.ts'

// What a reader pastes to ask about is longer than what they would write: a log, a trace, a file.
const leastCharacters = 700
const leastLines = 12
const mostCharacters = 8000

export interface AttachmentDeps {
  warn: (words: string) => void
  removed: () => void
}

/** A long text that was pasted: it goes beside the question, and says how long it is. */
export function createAttachment(texts: Texts, { warn, removed }: AttachmentDeps) {
  let text: string | undefined
  const name = element('span')
  const first = element('span', { dir: 'auto' })
  const remove = () => {
    set(undefined)
    removed()
  }
  const root = element(
    'div',
    { class: 'about attached', hidden: true },
    element('span', {}, element('b', {}, name), first),
    iconButton(texts.removeAttachment, icons.close, { class: 'icon', click: remove }),
  )

  function set(next: string | undefined) {
    text = next
    root.hidden = next === undefined
    name.textContent = next === undefined ? '' : texts.attached([...next].length)
    first.textContent = next?.slice(0, 120) ?? ''
  }

  return {
    root,
    set,
    asked: () => (text === undefined ? {} : { attachedText: text }),

    /** Takes what is too long for a question; false for what belongs in the field. */
    take(pasted: string): boolean {
      const clean = pasted.toWellFormed().replaceAll('\0', '').trim()
      const characters = [...clean]
      const isLong = characters.length >= leastCharacters || clean.split('\n').length >= leastLines
      if (!isLong) return false
      set(characters.slice(0, mostCharacters).join(''))
      if (characters.length > mostCharacters) warn(texts.tooLong(mostCharacters))
      return true
    },
  }
}
