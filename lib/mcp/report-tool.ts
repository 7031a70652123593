import * as z from 'zod/mini'
import { someText } from '../text/clean-text.ts'
import { type Tool, tool } from './tool.ts'

/** `report_problem`: what is wrong with a page, or missing, told to the owner. */
export const reportTool = (
  report: (told: { path: string | undefined; problem: string }) => Promise<void>,
): Tool =>
  tool({
    name: 'report_problem',
    title: 'Report a problem with the book',
    description:
      'Tells the owner that a page is wrong, outdated or unclear, or that something is missing. Say what you looked for and what you found instead. Nobody replies.',
    isReadOnly: false,
    input: z.strictObject({
      problem: someText(1000),
      path: z.optional(someText(500)),
    }),
    output: z.object({ reported: z.boolean() }),
    async call({ problem, path }) {
      await report({ problem, path })
      return { text: 'The owner has been told.', data: { reported: true } }
    },
  })
