import type { Filter } from '../chat/question.ts'
import { type Fragment, fragment } from '../clients/neon.ts'

/** A passage's columns, of a table `documents` that is called `d`. */
export const columns = fragment`d.id::text as passage_id, d.content as text, d.source, d.url, d.part,
  d.part_number, d.chapter, d.section, d.chunk_index, d.content_hash`

// What the index on metadata is made of: without what is each passage's own, a third of the size.
const labels = fragment`(d.metadata - '{url,content_hash,source,part,part_number,chapter,section,chunk_index}'::text[])`

/** The condition that a passage `d` passes a filter. */
export function passes({ part_number, source, category, intent, tags }: Filter): Fragment {
  const wanted = [
    part_number !== undefined && fragment`d.part_number = ${part_number}`,
    source !== undefined && fragment`d.source = ${source}`,
    category !== undefined && fragment`${labels} @> ${JSON.stringify({ category })}::jsonb`,
    intent !== undefined && fragment`${labels} @> ${JSON.stringify({ intent })}::jsonb`,
    tags?.length && anyTag(tags),
  ]
  return wanted.reduce<Fragment>(
    (all, one) => (one ? fragment`${all} and ${one}` : all),
    fragment`true`,
  )
}

/** Whether a filter leaves anything out. */
export const isFiltered = (filter: Filter) =>
  Object.values(filter).some((value) => value !== undefined && String(value) !== '')

/** One containment for each tag, which the index on metadata serves; `?|` it does not. */
const anyTag = ([first = '', ...others]: string[]): Fragment =>
  fragment`(${others.reduce((all, tag) => fragment`${all} or ${hasTag(tag)}`, hasTag(first))})`

const hasTag = (tag: string) => fragment`${labels} @> ${JSON.stringify({ tags: [tag] })}::jsonb`
