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
