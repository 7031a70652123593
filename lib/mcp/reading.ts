import * as z from 'zod/mini'
import type { Passage } from '../chat/passage.ts'
import { Filter } from '../chat/question.ts'

/** What tools and resources read, as the services of the function give it. */
export interface Reading {
  search: (
    text: string,
    limit: number,
    filter: Filter,
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
  page: (path: string) => Promise<Passage[]>
  contents: (beginning: string) => Promise<Entry[]>
  pathsLike: (beginning: string, limit: number) => Promise<string[]>
  containing: (text: string, path: string, ignoreCase: boolean) => Promise<Passage[]>
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
