import { element } from './element.ts'

type Action = [label: string, act: () => void]

/** Says something to the reader, with buttons that act on it. */
export type Tell = (words: string, ...actions: Action[]) => unknown

/** A line above the composer: what has happened, and what can be done about it. */
export function createNotice() {
  const root = element('div', { class: 'notice', hidden: true })
  const hide = () => {
    root.hidden = true
    root.replaceChildren()
  }
  return {
    root,
    hide,

    /** Shows words, with buttons that take the line away and act. */
    show(words: string, ...actions: Action[]) {
      const buttons = actions.map(([label, act]) => {
        const click = () => {
          hide()
          act()
        }
        return element('button', { type: 'button', class: 'chip', click }, label)
      })
      root.replaceChildren(element('p', {}, words), element('span', { class: 'row' }, ...buttons))
      root.hidden = false
      return buttons
    },
  }
}

export type Notice = ReturnType<typeof createNotice>
