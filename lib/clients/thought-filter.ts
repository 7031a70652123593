import * as lists from '../text/languages/lists.ts'
import { allLines } from '../text/word-lists.ts'

const opening = '<think>'
const closing = '</think>'

const longestOpening = 24

/** How much may be held while it is unclear whether it is thought or answer: a page of thoughts. */
const maxHeldCharacters = 24_000

// How models begin to think aloud when their template has opened the thought for them, so that only
// its end is marked. An answer from passages begins otherwise.
const thoughtOpenings = [opening, ...allLines(lists.thoughtOpenings).map(withSpace)]

/**
 * Lets a reply's text through as it streams, without what the model thinks aloud: `<think>…</think>`
 * wherever it stands, and all text before a `</think>` that nothing opened. Text is held back only
 * where it begins as such thoughts do; of what was shown before a late `</think>` nothing can be
 * taken back.
 */
export function createThoughtFilter() {
  let held = ''
  let isThought = false
  let isSettled = false

  /** What of the held text is answer for certain. */
  function settle(isEnd: boolean): string {
    let out = ''
    for (;;) {
      const end = held.toLowerCase().indexOf(closing)
      if (isThought) {
        if (end < 0) {
          held = isEnd ? '' : held.slice(-(closing.length - 1))
          return out
        }
        held = held.slice(end + closing.length)
        isThought = false
        isSettled = true
        continue
      }
      const start = held.toLowerCase().indexOf(opening)
      if (end >= 0 && (start < 0 || end < start)) {
        held = held.slice(end + closing.length)
        out = ''
        isSettled = true
        continue
      }
      if (start >= 0) {
        out += held.slice(0, start)
        held = held.slice(start + opening.length)
        isThought = true
        continue
      }
      if (!isEnd && !isSettled && mayBeThought(held)) return out
      isSettled ||= held.trim() !== ''
      const kept = isEnd ? 0 : lengthOfPartialTag(held)
      out += held.slice(0, held.length - kept)
      held = held.slice(held.length - kept)
      return out
    }
  }

  return {
    /** The part of the text so far that is answer. */
    push(chunk: string): string {
      held += chunk
      return settle(false)
    },

    /** What was held back, when the stream has ended. */
    end(): string {
      return settle(true)
    },
  }
}

/** An opening with the space behind its last word, where that word may not go on. */
function withSpace(phrase: string): string {
  if (phrase.endsWith('~')) return phrase.slice(0, -1)
  return /\p{sc=Han}$/u.test(phrase) ? phrase : `${phrase} `
}

/** Whether the text begins as thoughts do, or is too short to tell. */
function mayBeThought(text: string): boolean {
  if (text.length > maxHeldCharacters) return false
  const head = text.trimStart().slice(0, longestOpening).toLowerCase()
  return thoughtOpenings.some((phrase) => head.startsWith(phrase) || phrase.startsWith(head))
}

/** How many characters at the end may still become one of the tags. */
function lengthOfPartialTag(text: string): number {
  const tail = text.slice(-(closing.length - 1)).toLowerCase()
  for (let length = tail.length; length > 0; length -= 1) {
    const last = tail.slice(-length)
    if (opening.startsWith(last) || closing.startsWith(last)) return length
  }
  return 0
}
