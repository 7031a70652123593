/** A page as a Markdown link, or its name alone where it has no address. */
export const pageLink = (name: string, url: string) =>
  url ? `[${escaped(name)}](${encodeURI(url).replace(/[()]/g, encodeURIComponent)})` : escaped(name)

const escaped = (text: string) => text.replace(/[\\`*_[\]<>]/g, '\\$&')
