export type Json = Record<string, unknown>

/** An API's description, in which parts refer to others. */
export interface Api {
  root: Json
}

const deepest = 20

export const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {}

export const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** A part of the description, or the part that it refers to; what leads in a circle is empty. */
export function resolved(value: unknown, { root }: Api): Json {
  let part = object(value)
  for (let depth = 0; typeof part.$ref === 'string'; depth += 1) {
    if (depth > deepest || !part.$ref.startsWith('#/')) return {}
    const names = part.$ref.slice(2).split('/').map(unescaped)
    part = object(names.reduce<unknown>((inner, name) => object(inner)[name], root))
  }
  return part
}

/** The name of what a part refers to: `#/components/schemas/Lamp` is a `Lamp`. */
export const nameOfRef = (value: unknown): string | undefined => {
  const { $ref } = object(value)
  return typeof $ref === 'string' ? unescaped($ref.split('/').at(-1) ?? '') : undefined
}

const unescaped = (name: string) => decoded(name).replaceAll('~1', '/').replaceAll('~0', '~')

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    // Nothing was encoded there.
    return name
  }
}
