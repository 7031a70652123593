declare global {
  interface JSON {
    // ES2026's access to a number's own text, which Node has and TypeScript does not yet describe.
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
    ): unknown
    // Optional to agree with the declaration that Qdrant's client brings.
    rawJSON?(text: string): { rawJSON: string }
  }
}

/** Parses JSON; an integer that a number cannot hold exactly becomes a bigint. */
export function parseLossless(text: string): unknown {
  return JSON.parse(text, (_key, value, context) =>
    typeof value === 'number' &&
    !Number.isSafeInteger(value) &&
    /^-?\d+$/.test(context.source ?? '')
      ? BigInt(context.source ?? '')
      : value,
  )
}

/** Serialises to JSON; a bigint becomes an integer. */
export function stringifyLossless(value: unknown): string {
  return JSON.stringify(value, (_key, member) =>
    typeof member === 'bigint' ? JSON.rawJSON?.(`${member}`) : member,
  )
}
