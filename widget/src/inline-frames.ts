import type { Inline } from './inline.ts'

/** A bracket or a run of `*`, `_` or `~` that what follows may close, and the words since. */
interface Frame {
  sign: string
  count: number
  /** A run that could have closed as well. */
  isBoth: boolean
  inside: Inline[]
  below: Frame | undefined
  depth: number
}

// What is opened deeper than this is words: nobody writes so, but an attacker.
const deepest = 30

export type Frames = ReturnType<typeof createFrames>

/** What has been opened and not closed so far, and the words that were read in it. */
export function createFrames() {
  const bottom: Frame = {
    sign: '',
    count: 0,
    isBoth: false,
    inside: [],
    below: undefined,
    depth: 0,
  }
  let top = bottom

  function say(part: Inline) {
    const last = top.inside.length - 1
    const before = top.inside[last]
    if (typeof part === 'string' && typeof before === 'string') top.inside[last] = before + part
    else if (part !== '') top.inside.push(part)
  }

  function open(sign: string, count: number, isBoth: boolean) {
    if (top.depth === deepest) return say(sign.repeat(count))
    top = { sign, count, isBoth, inside: [], below: top, depth: top.depth + 1 }
  }

  /** Gives up what was opened since `frame`: its signs are words. */
  function giveUp(frame: Frame) {
    const given: Frame[] = []
    for (; top !== frame && top.below; top = top.below) given.push(top)
    for (const { sign, count, inside } of given.reverse()) {
      say(sign.repeat(count))
      for (const part of inside) say(part)
    }
  }

  /** Closes as much as `count` signs can, and gives how many are left. */
  function close(sign: string, count: number, isBoth: boolean): number {
    const frame = findOpener(top, sign, count, isBoth)
    if (!frame?.below) return count
    giveUp(frame)
    const used = sign === '~' ? count : Math.min(2, count, frame.count)
    const kind = sign === '~' ? 'del' : used === 2 ? 'strong' : 'em'
    const part: Inline = { kind, inside: frame.inside }
    frame.count -= used
    frame.inside = []
    if (frame.count === 0) top = frame.below
    say(part)
    return count === used ? 0 : close(sign, count - used, isBoth)
  }

  /** Takes off the innermost bracket, with what was read in it; undefined where none is open. */
  function closeBracket(): { sign: string; inside: Inline[] } | undefined {
    let frame: Frame | undefined = top
    while (frame && !frame.sign.endsWith('[')) frame = frame.below
    if (!frame?.below) return undefined
    giveUp(frame)
    top = frame.below
    return frame
  }

  /** All that was read; what is still open is words. */
  function end(): Inline[] {
    giveUp(bottom)
    return bottom.inside
  }

  return { say, open, close, closeBracket, end }
}

function findOpener(top: Frame, sign: string, count: number, isBoth: boolean): Frame | undefined {
  for (let frame: Frame | undefined = top; frame; frame = frame.below) {
    if (frame.sign.endsWith('[')) return undefined
    if (frame.sign !== sign) continue
    if (sign === '~' && frame.count !== count) continue
    const isOdd = (isBoth || frame.isBoth) && (frame.count + count) % 3 === 0
    if (!isOdd || (frame.count % 3 === 0 && count % 3 === 0)) return frame
  }
  return undefined
}
