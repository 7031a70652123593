import { characterEntities } from 'character-entities'

const entries = Object.entries(characterEntities)
const isOne = (text: string) => [...text].length === 1

/** Names of more than one character. */
export const unusual = Object.fromEntries(entries.filter(([, text]) => !isOne(text)))

const byCode = Map.groupBy(
  entries.filter(([, text]) => isOne(text)),
  ([, text]) => text.codePointAt(0) ?? 0,
)

/** All other names, as character-references.ts reads them. */
export const packed = [...byCode.keys()]
  .toSorted((one, other) => one - other)
  .map((code, at, codes) => {
    const step = code - (codes[at - 1] ?? 0)
    return `${step === 1 ? '' : step}${byCode
      .get(code)
      ?.map(([name]) => name)
      .join(',')}`
  })
  .join(' ')
