import * as z from 'zod/mini'
import { Filter } from '../chat/filter.ts'
import type { Passage } from '../chat/passage.ts'
import type { Reader } from './tool.ts'

/** What tools and resources read, as the services of the function give it. */
export interface Reading {
  search: (
    text: string,
    limit: number,
    filter: Filter,
    reader: Reader,
  ) => Promise<{
    degraded: string[]
    data: {
      source: string
      title: string
      sections: {
        passage_id: string
        section: string
        url: string
        snippet: string
        score: number
        content_hash: string
      }[]
    }[]
  }>
  page: (path: string, reader: Reader) => Promise<Passage[]>
  /** Each by its heading or its anchor; a page's beginning where that is empty. */
  sections: (wanted: { path: string; section: string }[], reader: Reader) => Promise<Passage[][]>
  contents: (beginning: string, reader: Reader) => Promise<Entry[]>
  pathsLike: (beginning: string, limit: number, reader: Reader) => Promise<string[]>
  containing: (
    wanted: { text: string; path: string; ignoreCase: boolean },
    reader: Reader,
  ) => Promise<Passage[]>
}

export interface Entry {
  path: string
  title: string
  part: string
  part_number: number
  url: string
  passages: number
}

/** A reader's filter, as the tools take it. */
export const filterArguments = Filter.shape

export type FilterArguments = z.infer<typeof Filter>

/** The filter that these arguments are. */
export const toFilter = (given: FilterArguments): Filter =>
  z.parse(
    Filter,
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  )
