/** Colours code. */
export function highlightCode(_code: HTMLElement, _language: string) {}
