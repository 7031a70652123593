import { areTextsRead } from '../../text/assets/asset-texts.ts'
import { characterEntities } from './characters.asset.ts'

/**
 * The characters that HTML calls by this name, without `&` and `;`; none before `readTexts('characters')`.
 * What the build puts in the place of decode-named-character-reference, which has them in the script.
 */
export const decodeNamedCharacterReference = (name: string): string | false =>
  (areTextsRead('characters') &&
    Object.hasOwn(characterEntities, name) &&
    characterEntities[name]) ||
  false
