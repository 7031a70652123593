import type * as z from 'zod/mini'
import type { Problem } from '../../problem.ts'

/** How a route's protocol tells of a problem. */
export interface ProblemFormat {
  mediaType: string
  schema: z.ZodMiniType
  document: (problem: Problem) => object
  /** The status it is told with, where that is another than its own. */
  statusOf?: (problem: Problem) => number
}
