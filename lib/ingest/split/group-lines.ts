/** Groups lines, in order, evenly into the fewest groups of at most `limit` characters. */
export function groupLines(lines: readonly string[], limit: number): string[][] {
  const groups: string[][] = []
  let group: string[] = []
  let size = 0
  let left = sizeOf(lines)
  for (const line of lines) {
    const isFull = size + line.length > limit || size >= evenShare(left, limit)
    if (isFull && group.length > 0) {
      const rest = group.splice(breakOf(group))
      groups.push(group)
      left -= sizeOf(group)
      group = rest
      size = sizeOf(rest)
    }
    group.push(line)
    size += line.length + 1
  }
  return group.length > 0 ? [...groups, group] : groups
}

/** What each group takes of the characters left, so that the last one is no scrap. */
function evenShare(left: number, limit: number): number {
  return left / Math.ceil(left / limit)
}

/** Behind the last blank line, if that is in the second half: code reads on from there. */
function breakOf(group: readonly string[]): number {
  const blank = group.findLastIndex((line) => line.trim() === '')
  return blank > group.length / 2 ? blank + 1 : group.length
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((size, line) => size + line.length + 1, 0)
}
