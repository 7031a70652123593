type Attribute = string | number | boolean | undefined | ((event: Event) => void)
type Child = Node | string | undefined

/**
 * Makes an element. Texts become text nodes, so nothing that a reader wrote is ever markup; a
 * function under `onclick` listens to `click`; what is undefined or false is left out.
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, Attribute> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (typeof value === 'function') made.addEventListener(key.slice(2), value)
    else made.setAttribute(key, value === true ? '' : String(value))
  }
  made.append(...children.filter((child) => child !== undefined))
  return made
}

/** A link to a page of the book, or its mere name when the address leads nowhere a page can be. */
export function bookLink(name: string, url: string): HTMLElement {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    return element('bdi', {}, name)
  }
  const attributes = { href: url, target: '_blank', rel: 'noopener noreferrer' }
  return element('a', attributes, element('bdi', {}, name))
}
