import * as z from 'zod/mini'
import { type Neon, NoRow, sql } from '../../clients/neon.ts'
import { RunError } from '../ledger/run-error.ts'
import type { ListedRepository } from './differences.ts'

const fileName = 'synonyms.txt'
const maxBytes = 64 * 1024
const mostGroups = 1000
const mostOfAGroup = 12
const mostCharacters = 80

/** The file that the synonyms which are kept came from; none where none are kept. */
export const synonymsKept = sql(z.object({ file_hash: z.string() }))`
  select file_hash from synonyms limit 1`

export interface SynonymsDeps {
  neon: Neon
}

/**
 * Keeps what the owner has written into `synonyms.txt` of the content folder: on each line words that
 * mean the same, with commas between them. Read only where the file is another than before.
 */
export async function keepSynonyms(
  { repository: { source, github }, files }: ListedRepository,
  kept: string | undefined,
  { neon }: SynonymsDeps,
): Promise<void> {
  const folder = source.path.split('/').filter((name) => name !== '' && name !== '.')
  const path = [...folder, fileName].join('/')
  const file = files.find((one) => one.path === path)
  if (file?.sha === kept) return
  if (file && file.size > maxBytes) {
    throw new RunError(`${path} is longer than ${maxBytes / 1024} KiB: leave out what nobody types`)
  }
  const text = file ? new TextDecoder().decode(await github.file(file)) : ''
  const pairs = [...toSynonyms(text)]
  await neon.transaction([
    sql(NoRow)`delete from synonyms`,
    sql(NoRow)`
      insert into synonyms (phrase, others, file_hash)
      select key, array(select jsonb_array_elements_text(value)), ${file?.sha ?? ''}
      from jsonb_each(${JSON.stringify(Object.fromEntries(pairs))}::jsonb)`,
  ])
}

/** Each phrase of the lines with the others of its lines. */
export function toSynonyms(text: string): Map<string, string[]> {
  const found = new Map<string, Set<string>>()
  for (const line of text.split(/\r?\n/).slice(0, mostGroups)) {
    const phrases = line.startsWith('#') ? [] : phrasesOf(line)
    for (const phrase of phrases) {
      const others = found.get(phrase) ?? new Set()
      for (const other of phrases) if (other !== phrase) others.add(other)
      if (others.size > 0) found.set(phrase, others)
    }
  }
  return new Map([...found].map(([phrase, others]) => [phrase, [...others].slice(0, mostOfAGroup)]))
}

const phrasesOf = (line: string) =>
  line
    .replaceAll('\0', '')
    .toWellFormed()
    .split(/[,，、;]/)
    .map((phrase) => phrase.trim().replace(/\s+/g, ' ').toLowerCase())
    .filter((phrase) => phrase !== '' && phrase.length <= mostCharacters)
    .slice(0, mostOfAGroup)
