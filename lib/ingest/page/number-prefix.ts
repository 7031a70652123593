// Docusaurus leaves dates (`2024-01-05-news`) and versions (`8.0-changes`) alone.
const DATE_OR_VERSION = /^(?:\d{2}|\d{4})[-_.]\d{2}|^\d+[-_.]\d+/
const NUMBER_PREFIX = /^(\d+)\s*[-_.]+\s*([^-_.\s].*)$/

/** A file's or folder's name without the number that orders it: `01-nodes` → `nodes`, 1. */
export function separateNumber(name: string): { name: string; number?: number } {
  if (DATE_OR_VERSION.test(name)) return { name }
  const [, number, suffix] = NUMBER_PREFIX.exec(name) ?? []
  return suffix === undefined ? { name } : { name: suffix, number: Number(number) }
}
