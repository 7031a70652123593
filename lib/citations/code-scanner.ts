/** Follows Markdown's code spans and fences; `read` says whether this character is inside one. */
export function createCodeScanner() {
  let open = ''
  let run = ''
  let isLineHead = true
  return {
    read(character: string): boolean {
      const goesOn = run === '' ? isMark(character, isLineHead) : run.endsWith(character)
      if (!goesOn && run !== '') {
        if (open === '') open = /^~~?$/.test(run) ? '' : run
        else if (open.length < 3 ? open === run : run.startsWith(open)) open = ''
        run = isMark(character, false) ? character : ''
      } else if (goesOn) run += character
      // The end of its line closes a span that was never closed; only a fence goes on.
      if (character === '\n' && open.length < 3) open = ''
      isLineHead = character === '\n' || (isLineHead && character === ' ')
      return open !== '' || run !== ''
    },
  }
}

/** Backticks anywhere, and tildes at the beginning of a line, where they may be a fence. */
const isMark = (character: string, isLineHead: boolean) =>
  character === '`' || (character === '~' && isLineHead)
