const safe = new Set(['http:', 'https:', 'mailto:'])

/** An address as the page would resolve it, if following it can only open a page or a letter. */
export function safeUrl(address: string): URL | undefined {
  if (address === '' || !URL.canParse(address, document.baseURI)) return undefined
  const url = new URL(address, document.baseURI)
  return safe.has(url.protocol) ? url : undefined
}
