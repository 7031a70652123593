type Attributes = Record<string, string | boolean | EventListener | undefined>

/** Makes an element: functions become listeners, `true` an empty attribute, strings text alone. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value)
    else if (value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? '' : value)
    }
  }
  made.append(...children)
  return made
}

/** A drawing of one stroke on a field of 24 by 24; says nothing to a screen reader. */
export function icon(path: string): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const stroke = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  stroke.setAttribute('d', path)
  svg.append(stroke)
  return svg
}

/** A button that shows a drawing and is named by words. */
export function iconButton(name: string, path: string, attributes: Attributes): HTMLButtonElement {
  return element(
    'button',
    { type: 'button', 'aria-label': name, title: name, ...attributes },
    icon(path),
  )
}
