import type { Asked } from './turn.ts'

const longestPlace = 500
const longestSelection = 5000

/** The page the reader is on, with the heading that a selection stands under. */
export function pagePlace(range?: Range): Asked['page'] {
  const path = location.pathname
  if (path.length > longestPlace) return undefined
  const heading = range && headingBefore(range)
  return { path, ...(heading && { heading }) }
}

/** Text as the suite takes it: bounded, and without half characters. */
export function toSelectedText(text: string): string {
  const clean = text.toWellFormed().replaceAll('\0', '').trim()
  return [...clean].slice(0, longestSelection).join('')
}

function headingBefore(range: Range): string {
  const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
  const before = headings.findLast((heading) => range.comparePoint(heading, 0) <= 0)
  return before?.textContent?.toWellFormed().trim().slice(0, longestPlace) ?? ''
}
