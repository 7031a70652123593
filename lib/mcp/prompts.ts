import * as z from 'zod/mini'
import { codes, RpcError } from './rpc.ts'

const prompts = [
  {
    name: 'ask',
    title: 'Ask the book',
    description: 'Answers a question from the book alone, with citations',
    arguments: [{ name: 'question', description: 'What you want to know', required: true }],
    write: ({ question = '' }: Record<string, string>) =>
      `Answer this question from the book alone: ${question}\n\nUse the tool ask. Repeat only claims whose verdict is verified, each with its quote and its URL; say so where the book does not answer.`,
  },
  {
    name: 'explain_page',
    title: 'Explain this page',
    description: 'Explains a page of the book',
    arguments: [{ name: 'path', description: 'The path or the URL of the page', required: true }],
    write: ({ path = '' }: Record<string, string>) =>
      `Read the page ${path} with the tool read, and explain it: what it is for, what a reader has to do, and what it assumes. Name the sections that you rest on.`,
  },
]

const Wanted = z.looseObject({
  name: z.string(),
  arguments: z.optional(z.record(z.string(), z.string().check(z.maxLength(4000)))),
})

export const promptList = () => ({ prompts: prompts.map(({ write: _, ...shown }) => shown) })

/** A prompt with its arguments filled in. */
export function getPrompt(params: unknown) {
  const wanted = Wanted.safeParse(params)
  if (!wanted.success)
    throw new RpcError(codes.invalidParams, 'params must have name and arguments.')
  const { name, arguments: given = {} } = wanted.data
  const prompt = prompts.find((one) => one.name === name)
  if (!prompt) {
    const names = prompts.map((one) => one.name).join(', ')
    throw new RpcError(
      codes.invalidParams,
      `There is no prompt ${name.slice(0, 100)}: there are ${names}.`,
    )
  }
  const missing = prompt.arguments.find((argument) => argument.required && !given[argument.name])
  if (missing) throw new RpcError(codes.invalidParams, `The argument ${missing.name} is missing.`)
  const content = { type: 'text', text: prompt.write(given) }
  return { description: prompt.description, messages: [{ role: 'user', content }] }
}
