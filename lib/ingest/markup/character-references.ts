import { packed, unusual } from './packed-references.built.ts'

let known: Map<string, string> | undefined

/**
 * The characters that HTML calls by this name, without `&` and `;`: what the build puts in the place of
 * decode-named-character-reference, whose table is twice as large.
 */
export function decodeNamedCharacterReference(name: string): string | false {
  known ??= new Map([...Object.entries(unusual), ...unpacked()])
  return known.get(name) ?? false
}

/** Names by the character that they stand for, each so far behind the one before it; 1 is not written. */
function* unpacked(): Generator<[string, string]> {
  let code = 0
  for (const group of packed.split(' ')) {
    const [, step = '', names = ''] = /^(\d*)(.*)$/.exec(group) ?? []
    code += Number(step || 1)
    for (const name of names.split(',')) yield [name, String.fromCodePoint(code)]
  }
}
