import { contentStems, stemSet } from './content-stems.ts'

/**
 * What stands in for a model that checks claims: a pair is right where the passage holds every word of
 * the claim. Its errors are known: it takes words that are exchanged for true, and synonyms for false.
 */
export const checkedPairs = (prompt: string): string =>
  [...prompt.matchAll(pair)]
    .map(([, number, claim = '', passage = '']) => {
      const held = stemSet(passage)
      return `${number} ${contentStems(claim).every((stem) => held.has(stem)) ? 'yes' : 'no'}`
    })
    .join('\n')

const pair =
  /^Pair (\d+)\n<answer[^>\n]*>\n([\s\S]*?)\n<\/answer[^>\n]*>\n<passage[^>\n]*>\n([\s\S]*?)\n<\/passage/gm
