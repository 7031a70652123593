import { createAttachment } from './attachment.ts'
import { element, icon, iconButton } from './element.ts'
import { icons } from './icons.ts'
import type { Texts } from './locale.ts'
import type { Selected } from './selection-offer.ts'
import type { Asked } from './turn.ts'

export interface ComposerDeps {
  texts: Texts
  send: (asked: Asked) => void
  stop: () => void
  /** Tells the reader what became of what was pasted. */
  warn: (words: string) => void
}

export type Composer = ReturnType<typeof createComposer>

/** Where a reader writes a question, with the text on the page, or the pasted one, that it is about. */
export function createComposer({ texts, send, stop, warn }: ComposerDeps) {
  let selected: Selected = {}
  let isBusy = false
  let isClosed = false
  const attachment = createAttachment(texts, { warn, removed: () => box.focus() })
  const box = createBox(texts, { changed: refresh, submit, paste: attachment.take })
  const button = iconButton(texts.send, icons.send, {
    part: 'send',
    class: 'send',
    click: () => (isBusy ? stop() : submit()),
  })
  const about = createAbout(texts, () => {
    setSelected({})
    box.focus()
  })
  const root = element(
    'div',
    { part: 'composer', class: 'composer' },
    about.root,
    attachment.root,
    element('div', { class: 'field' }, box, button),
  )

  function refresh() {
    showState(button, texts, { isBusy, isClosed: isClosed || box.value.trim() === '' })
    stretch(box)
  }

  function submit() {
    const question = box.value.trim()
    if (isBusy || isClosed || question === '') return
    const asked = { question: question.toWellFormed(), ...selected, ...attachment.asked() }
    box.value = ''
    setSelected({})
    attachment.set(undefined)
    send(asked)
  }

  function setSelected(next: Selected) {
    selected = next
    about.show(next.selectedText)
  }

  /** Puts words into the field, to be sent or changed. */
  function write(words: string) {
    box.value = words
    refresh()
  }

  const focus = () => box.focus({ preventScroll: true })
  refresh()
  return {
    root,
    setSelected,
    write,
    focus,
    draft: () => box.value,

    /** Takes a question that was asked before, to be changed and asked again. */
    take({ question, selectedText, attachedText }: Asked) {
      write(question)
      setSelected(selectedText ? { selectedText } : {})
      attachment.set(attachedText)
      focus()
    },

    /** While an answer comes, the button stops it. */
    setBusy(busy: boolean) {
      if (isBusy === busy) return
      isBusy = busy
      refresh()
    },

    /** While no question may be asked, none can be sent; the words stay. */
    setClosed(closed: boolean) {
      isClosed = closed
      refresh()
    },
  }
}

/** What the button does: it sends, or while an answer comes, stops it. */
function showState(
  button: HTMLButtonElement,
  texts: Texts,
  { isBusy, isClosed }: Record<'isBusy' | 'isClosed', boolean>,
) {
  const name = isBusy ? texts.stop : texts.send
  button.setAttribute('aria-label', name)
  button.title = name
  button.replaceChildren(icon(isBusy ? icons.stop : icons.send))
  button.disabled = !isBusy && isClosed
  // Each blink of the caret has the page drawn anew, which nobody waits for while an answer comes.
  button.parentElement?.classList.toggle('busy', isBusy)
}

function stretch(box: HTMLTextAreaElement) {
  // Empty, it is written as the widget's own language is, and so is the placeholder.
  box.dir = box.value === '' ? '' : 'auto'
  // Where the style sheet's field-sizing is not known, a box grows by hand.
  if (CSS.supports('field-sizing', 'content')) return
  box.style.height = 'auto'
  box.style.height = `${box.scrollHeight}px`
}

interface BoxDeps {
  changed: () => void
  submit: () => void
  /** Takes what is pasted, where it is no question; true when it did. */
  paste: (text: string) => boolean
}

/** The field of a question; Enter sends what is in it. */
function createBox(texts: Texts, { changed, submit, paste }: BoxDeps) {
  return element('textarea', {
    'aria-label': texts.question,
    placeholder: texts.placeholder,
    rows: '1',
    maxlength: '2000',
    enterkeyhint: 'send',
    input: () => changed(),
    paste: (event) => {
      if (!(event instanceof ClipboardEvent)) return
      if (paste(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault()
    },
    keydown: (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== 'Enter') return
      // Enter that chooses a word in an input method sends nothing.
      if (event.shiftKey || event.isComposing) return
      event.preventDefault()
      submit()
    },
  })
}

/** The selected text that a question is about, with a button that takes it away. */
function createAbout(texts: Texts, remove: () => void) {
  const quote = element('span', { dir: 'auto' })
  const root = element(
    'div',
    { class: 'about', hidden: true },
    quote,
    iconButton(texts.removeSelection, icons.close, { class: 'icon', click: remove }),
  )
  return {
    root,
    show(text: string | undefined) {
      quote.textContent = text ?? ''
      root.hidden = !text
    },
  }
}
