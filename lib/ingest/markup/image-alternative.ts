import { isBadge } from '../noise/badges.ts'

/** What an `<img>` says to those who do not see it; nothing where it is a badge. */
export function alternativeOf(source: string): string {
  if (isBadge(/\ssrc=["']([^"']*)/.exec(source)?.[1] ?? '')) return ''
  const said = /\salt=(?:"([^"]*)"|'([^']*)')/.exec(source)?.slice(1).find(Boolean) ?? ''
  return said.replace(/\s+/g, ' ').trim()
}
