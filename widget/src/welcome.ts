import { element } from './element.ts'

/** What an empty conversation shows: a greeting, and questions to begin with. */
export function createWelcome(greeting: string, questions: string[], ask: (q: string) => void) {
  const root = element('div', { class: 'welcome' }, element('p', { dir: 'auto' }, greeting))
  const starters = questions.map((question) => {
    const click = () => ask(question)
    return element(
      'li',
      {},
      element('button', { type: 'button', class: 'starter', dir: 'auto', click }, question),
    )
  })
  if (starters.length > 0) root.append(element('ul', {}, ...starters))
  return root
}
