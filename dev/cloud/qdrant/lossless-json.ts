declare global {
  interface JSON {
    // ES2026's raw numbers, which Node has and TypeScript does not yet describe; optional to agree
    // with the declaration that Qdrant's client brings.
    rawJSON?(text: string): { rawJSON: string }
  }
}

// A string, to be passed over, or an integer that may be larger than a number holds exactly.
const stringOrLargeInteger = /"(?:[^"\\]|\\.)*"|(?<![\w.+-])-?\d{16,}(?![\d.eE])/g
// Whether one may be there, be it in a string.
const largeInteger = /(?<![\w.+-])-?\d{16,}(?![\d.eE])/
const mark = '\u0000integer:'

/** Parses JSON; an integer that a number cannot hold exactly becomes a bigint. */
export function parseLossless(text: string): unknown {
  if (!largeInteger.test(text)) return JSON.parse(text)
  let hasLarge = false
  // A reviver is called for every number, of which vectors have many: the large ones are marked.
  const marked = text.replace(stringOrLargeInteger, (token) => {
    if (token.startsWith('"') || Number.isSafeInteger(Number(token))) return token
    hasLarge = true
    return JSON.stringify(mark + token)
  })
  const value: unknown = JSON.parse(marked)
  return hasLarge ? unmarked(value) : value
}

function unmarked(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value
  }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value))
    return typeof value[0] === 'number' && hasNumbersOnly(value) ? value : value.map(unmarked)
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unmarked(member)]))
}

const hasNumbersOnly = (values: unknown[]) => values.every((value) => typeof value === 'number')

/** Serialises to JSON; a bigint becomes an integer. */
export function stringifyLossless(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch (error) {
    // A bigint is among it. A replacer is called for every value of hundreds of payloads.
    if (!(error instanceof TypeError)) throw error
    return JSON.stringify(value, (_key, member) =>
      typeof member === 'bigint' ? exactInteger(`${member}`) : member,
    )
  }
}

/** An integer of any size, by its digits, for `stringifyLossless` to write as they are. */
export const exactInteger = (digits: string): unknown => JSON.rawJSON?.(digits)
