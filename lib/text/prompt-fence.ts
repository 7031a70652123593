/** A text between tags that nothing in it can close. */
export const fence = (name: string, text: string) => `<${name}>\n${unfenced(text)}\n</${name}>`

/** No text can close a fence or open one. */
export const unfenced = (text: string) =>
  text.replace(/<(?=\/?(?:passage|selection|history|memory|question)\b)/gi, '&lt;')
