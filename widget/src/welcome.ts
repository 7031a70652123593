import { element } from './element.ts'

const mostStarters = 6

/** What an empty conversation shows: a greeting, and questions to begin with. */
export function createWelcome(greeting: string, questions: string[], ask: (q: string) => void) {
  const list = element('ul')
  const hello = element('p', { dir: 'auto' }, greeting)
  const root = element('div', { class: 'welcome' }, hello, list)

  function offer(wanted: string[], said = '') {
    if (said) hello.textContent = said
    const starters = wanted.slice(0, mostStarters).map((question) => {
      const click = () => ask(question)
      const button = { type: 'button', class: 'starter', dir: 'auto', click }
      return element('li', {}, element('button', button, question))
    })
    list.replaceChildren(...starters)
    list.hidden = starters.length === 0
  }

  offer(questions)
  return { root, offer }
}
