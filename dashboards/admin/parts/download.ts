import type { Client } from './client.ts'
import { Refusal } from './client.ts'
import { element } from './element.ts'

/** Buttons that hand out a list as files; the token goes in a header, so a plain link would not do. */
export function downloads(
  path: string,
  name: string,
  { client, tell }: { client: Client; tell: (text: string) => void },
): HTMLElement {
  const button = (format: 'csv' | 'jsonl', label: string) =>
    element('button', { type: 'button', onclick: () => void save(format) }, `Export as ${label}`)
  return element('p', { class: 'deeds' }, button('csv', 'CSV'), ' ', button('jsonl', 'JSON lines'))

  async function save(format: 'csv' | 'jsonl') {
    try {
      const file = await client.file(`${path}${path.includes('?') ? '&' : '?'}format=${format}`)
      const href = URL.createObjectURL(file)
      element('a', { href, download: `${name}.${format}` }).click()
      URL.revokeObjectURL(href)
      tell(`${name}.${format} has been saved.`)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      tell(`The file could not be had. ${error.message}`)
    }
  }
}
