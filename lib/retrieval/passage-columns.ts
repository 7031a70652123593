import * as z from 'zod/mini'
import type { ReaderFilter } from '../chat/filter.ts'
import { type Fragment, fragment } from '../clients/neon.ts'

/** A passage's columns, of a table `documents` that is called `d`. */
export const columns = fragment`d.id::text as passage_id, d.content as text, d.source, d.url, d.part,
  d.part_number, d.chapter, d.section, d.chunk_index, d.content_hash`

// What the index on metadata is made of: without what is each passage's own, a third of the size.
const labels = fragment`(d.metadata - '{url,content_hash,source,part,part_number,chapter,section,chunk_index}'::text[])`

/** The condition that a passage `d` passes a reader's filter: they may read it, and ask for such. */
export function passes(filter: ReaderFilter): Fragment {
  const { part_number, source, category, intent, tags, version, site, groups, groupsOf, without } =
    filter
  const wanted = [
    groups !== 'all' && mayRead(groups, groupsOf),
    version !== undefined && fragment`d.version in ('', ${version})`,
    site !== undefined && fragment`d.site = ${site}`,
    without && noneOf(without),
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

/** The pages of which a reader's filter leaves anything, as a table in the place of `chapters`. */
export const passingChapters = (filter: ReaderFilter): Fragment => fragment`(
  select * from chapters c where c.passages > 0 and exists (
    select from documents d where d.source = c.source_path and ${passes(filter)}))`

/** Whether a reader's filter leaves out anything that they may read. */
export const isFiltered = ({ groups: _, groupsOf: __, toldOf: ___, ...filter }: ReaderFilter) =>
  Object.values(filter).some((value) => value !== undefined && String(value) !== '')

const noneOf = (without: { site: string; version: string }[]) =>
  without.reduce<Fragment>(
    (all, { site, version }) =>
      fragment`${all} and not (d.version = ${version} and d.site = ${site})`,
    fragment`true`,
  )

const mayRead = (groups: readonly string[], groupsOf: string | undefined) =>
  groups.length === 0
    ? fragment`d.groups = '{}'`
    : fragment`(d.groups = '{}' or d.groups && ${groups}::text[] and ${isLive(groupsOf)})`

/** A row of what `isLive` says. */
export const Live = z.object({ live: z.boolean() })

/** Whether a session was not erased; asked once a statement, whatever it reads. */
export const isLive = (session: string | undefined): Fragment =>
  session === undefined
    ? fragment`true`
    : fragment`not exists (select from erased_sessions where session_id = ${session}::uuid)`

/** One containment for each tag, which the index on metadata serves; `?|` it does not. */
const anyTag = ([first = '', ...others]: string[]): Fragment =>
  fragment`(${others.reduce((all, tag) => fragment`${all} or ${hasTag(tag)}`, hasTag(first))})`

const hasTag = (tag: string) => fragment`${labels} @> ${JSON.stringify({ tags: [tag] })}::jsonb`
