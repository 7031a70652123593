import { Refusal } from '../parts/client.ts'
import { element } from '../parts/element.ts'

/** A fold whose content is fetched when it is opened; a failure is said in its place. */
export function onDemand(title: string, fetchContent: () => Promise<HTMLElement>): HTMLElement {
  const content = element('div', { 'aria-live': 'polite' })
  const fold = element(
    'details',
    { ontoggle: () => void (fold.open && fill()) },
    element('summary', {}, title),
    content,
  )
  return fold

  async function fill() {
    content.replaceChildren('Loading …')
    try {
      content.replaceChildren(await fetchContent())
    } catch (error) {
      // A page that is being left needs no message.
      content.replaceChildren(error instanceof Refusal ? error.message : '')
    }
  }
}
