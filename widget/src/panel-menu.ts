import { element, iconButton } from './element.ts'
import { icons } from './icons.ts'

export interface MenuItem {
  label: () => string
  /** Left out while it would do nothing. */
  isOffered: () => boolean
  act: () => void
}

/** A button that shows what else can be done with the panel. */
export function createPanelMenu(name: string, id: string, items: MenuItem[]) {
  const list = element('div', { id, class: 'menu', hidden: true })
  const button = iconButton(name, icons.more, {
    class: 'icon',
    'aria-expanded': 'false',
    'aria-controls': id,
    click: () => (list.hidden ? open() : close()),
  })
  const root = element('div', { class: 'menu-place' }, button, list)

  function close() {
    list.hidden = true
    button.setAttribute('aria-expanded', 'false')
  }

  function open() {
    const offered = items.filter(({ isOffered }) => isOffered())
    const buttons = offered.map(({ label, act }) => {
      const click = () => {
        close()
        button.focus()
        act()
      }
      return element('button', { type: 'button', click }, label())
    })
    list.replaceChildren(...buttons)
    list.hidden = false
    button.setAttribute('aria-expanded', 'true')
    buttons[0]?.focus()
  }

  root.addEventListener('keydown', (event) => {
    if (list.hidden) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      close()
      button.focus()
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const buttons = [...list.querySelectorAll('button')]
    const at = buttons.findIndex((one) => one.matches(':focus'))
    buttons.at((at + step) % buttons.length)?.focus()
  })
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node) || !root.contains(relatedTarget)) close()
  })
  return root
}
