/** A page as a Markdown link, or its name alone where it has no address. */
export const pageLink = (name: string, url: string) =>
  url ? `[${escaped(name)}](${targetOf(url)})` : escaped(name)

/** A page's address as it may stand in Markdown; what is encoded in it stays so. */
const targetOf = (url: string) =>
  encodeURI(url)
    .replaceAll(/%25([0-9a-f]{2})/gi, '%$1')
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')

const escaped = (text: string) => text.replace(/[\\`*_[\]<>]/g, '\\$&')
