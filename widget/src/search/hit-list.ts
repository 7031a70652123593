import { element } from '../element.ts'

/** What is shown of a hit, and what opens it. */
type Option = readonly [parts: Node[], open: () => void]

/** A list of which one is chosen, while the focus stays in the field above it. */
export function createHitList(id: string, name: string) {
  const root = element('ul', { id: `${id}-hits`, role: 'listbox', 'aria-label': name })
  let chosen = 0

  const chosenOne = () => root.children[chosen]

  function choose(at: number) {
    const options = [...root.children]
    chosen = options.length === 0 ? 0 : (at + options.length) % options.length
    options.forEach((option, index) => {
      option.setAttribute('aria-selected', String(index === chosen))
    })
    chosenOne()?.scrollIntoView({ block: 'nearest' })
  }

  return {
    root,
    chosenId: () => chosenOne()?.id ?? '',
    move: (step: number) => choose(chosen + step),

    open() {
      const option = chosenOne()
      if (option instanceof HTMLElement) option.click()
    },

    show(options: Option[]) {
      const items = options.map(([parts, open], at) => {
        const option = { id: `${id}-hit-${at}`, role: 'option', 'aria-selected': 'false' }
        return element('li', { ...option, click: open }, ...parts)
      })
      root.replaceChildren(...items)
      choose(0)
    },
  }
}
