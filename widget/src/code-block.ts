import { element } from './element.ts'
import { loadPart } from './parts.ts'
import { isRecord } from './request.ts'

/** Code as a block that says its language and can be copied. */
export function codeBlock(text: string, language: string, copyLabel: string): HTMLElement {
  const copy = element('button', { type: 'button', class: 'copy', 'data-copy': true }, copyLabel)
  const code = element('code', { 'data-language': language || undefined }, text)
  const name = element('span', { class: 'language' }, language)
  return element(
    'div',
    { class: 'code' },
    ...(language ? [name] : []),
    element('pre', { tabindex: '0', dir: 'ltr' }, code),
    copy,
  )
}

/** Copies the code beside a button, which then says so. */
export async function copyCode(button: HTMLElement, copied: string) {
  const code = button.parentElement?.querySelector('code')
  if (!code) return
  try {
    await navigator.clipboard.writeText(code.textContent ?? '')
    button.textContent = copied
  } catch {
    // The page may not write to the clipboard: what is selected, the reader can copy.
    getSelection()?.selectAllChildren(code)
  }
}

/** Colours the code in a text that no longer grows. Without colours it reads as well. */
export async function colourCode(root: ParentNode) {
  const blocks = [...root.querySelectorAll<HTMLElement>('code[data-language]')].filter(
    ({ childElementCount }) => childElementCount === 0,
  )
  if (blocks.length === 0) return
  const part = await loadPart('code').catch(() => undefined)
  if (!isRecord(part) || typeof part.highlightCode !== 'function') return
  for (const block of blocks) part.highlightCode(block, block.dataset.language)
}
