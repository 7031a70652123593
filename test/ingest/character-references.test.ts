import { characterEntities } from 'character-entities'
import { decodeNamedCharacterReference as expected } from 'decode-named-character-reference'
import { expect, test } from 'vitest'
import { decodeNamedCharacterReference } from '../../lib/ingest/markup/character-references.ts'

const names = Object.keys(characterEntities)

test('every name of HTML stands for what the package says', () => {
  expect(names.length).toBe(2125)
  const wrong = names.filter((name) => decodeNamedCharacterReference(name) !== expected(name))
  expect(wrong).toEqual([])
})

test.each(['', 'nothing', 'AMP;', 'constructor', '__proto__', '12', ',', ' '])(
  'there is no %j',
  (name) => {
    expect(decodeNamedCharacterReference(name)).toBe(false)
  },
)
