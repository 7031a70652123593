const types = ['keydown', 'keypress', 'keyup'] as const

/**
 * Keeps keys that are pressed in the widget from the page around it, whose shortcuts would take them
 * for their own: to the page, whoever types here types in no field. They are heard in the widget as
 * copies that end at its root; what these prevent is prevented.
 */
export function containKeys(root: ShadowRoot, signal: AbortSignal) {
  const contain = (event: KeyboardEvent) => {
    const [target] = event.composedPath()
    if (!(target instanceof Node) || target.getRootNode() !== root) return
    event.stopImmediatePropagation()
    if (!target.dispatchEvent(copyOf(event))) event.preventDefault()
  }
  for (const type of types) window.addEventListener(type, contain, { capture: true, signal })
}

function copyOf(event: KeyboardEvent): KeyboardEvent {
  const { type, key, code, location, repeat, isComposing } = event
  const { ctrlKey, shiftKey, altKey, metaKey } = event
  return new KeyboardEvent(type, {
    ...{ key, code, location, repeat, isComposing, ctrlKey, shiftKey, altKey, metaKey },
    bubbles: true,
    cancelable: true,
  })
}
