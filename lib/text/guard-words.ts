import * as lists from './languages/lists.ts'
import { lazily } from './lazily.ts'
import { allLines, allWords, linesOf, meanings, wordsOf } from './word-lists.ts'

/**
 * Numbers in words, and what they say. "One" is left out, an article in half of the languages; words
 * that are a number in one language and not in another say the same in both.
 */
export const numberWords = lazily(() => meanings(allLines(lists.numbers)))

// The signs that all languages share.
const unitSigns = `
  ms ms
  s sec
  min min
  kb kb kib
  mb mb mib
  gb gb gib
  tb tb tib
  px px
  mm mm
  cm cm
  km km
  kg kg
  hz hz`

/** Units, and what each is in any of the languages. */
export const units = lazily(() => meanings([...linesOf(unitSigns), ...allLines(lists.units)]))

/** Names that readers write in capitals or not, as they please. */
export const spelledAcronyms = wordsOf(
  `ai api cdn ci cli cors cpu cron css csv dns faq ftp gpu gui html http https id imu ip jpeg jpg json jsonl
  jwt llm mcp md mdx oauth pdf php png ram rest ros rpc rrf sdk smtp sql ssd sse ssh ssl svg tcp tls toml
  tsv ttl udp ui uri url urdf usb uuid vm vpn wasm wav webp xml yaml yml zip`,
)

/** Words that turn a sentence round. */
export const negation = lazily(() => ({
  words: allWords(lists.negations),
  /** In scripts without spaces, and in Korean, whose negation is a part of the verb. */
  parts: new RegExp(allWords(lists.negationParts).join('|'), 'gu'),
}))
