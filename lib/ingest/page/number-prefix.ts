// Docusaurus leaves dates (`2024-01-05-news`) and versions (`8.0-changes`) alone.
const dateOrVersion = /^(?:\d{2}|\d{4})[-_.]\d{2}|^\d+[-_.]\d+/
const numberPrefix = /^(\d+)\s*[-_.]+\s*([^-_.\s].*)$/

/** A file's or folder's name without the number that orders it: `01-nodes` → `nodes`, 1. */
export function separateNumber(name: string): { name: string; number?: number } {
  if (dateOrVersion.test(name)) return { name }
  const [, number, suffix] = numberPrefix.exec(name) ?? []
  return suffix === undefined ? { name } : { name: suffix, number: Number(number) }
}
