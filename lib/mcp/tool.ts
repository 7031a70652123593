import * as z from 'zod/mini'
import { Problem } from '../problem.ts'
import { cutTo } from './cut.ts'

const mostAdviceBytes = 3000

/** What a tool gives: a text for a model to read, and the same as data. */
export interface ToolOutput {
  text: string
  data?: Record<string, unknown>
}

/** Who reads: the groups of readers that they are of, and the session whose token says so. */
export interface Reader {
  groups: readonly string[]
  groupsOf?: string | undefined
}

/** Who calls a tool, and with what. */
export interface Caller extends Reader {
  /** The session token that was shown, where it was one. */
  token?: string | undefined
  address: string
  signal: AbortSignal
  /** The call's place in a trace, as W3C's Trace Context writes it. */
  traceparent?: string | undefined
  afterwards: (work: Promise<unknown>) => void
}

/** A tool as it is called. */
export interface CalledTool {
  name: string
  input: z.ZodMiniType<object>
  call: (given: object, caller: Caller) => Promise<ToolOutput>
}

/** A tool with what `tools/list` tells of it, which the build leaves out of a Worker. */
export interface Tool extends CalledTool {
  title: string
  description: string
  /** Whether it changes nothing. */
  isReadOnly: boolean
  output?: z.ZodMiniType
}

/** Makes a tool whose input is what its schema reads. */
export function tool<Input extends z.ZodMiniType<object>>(
  declared: Omit<Tool, 'input' | 'call'> & {
    input: Input
    call: (given: z.output<Input>, caller: Caller) => Promise<ToolOutput>
  },
): Tool {
  const { input, call } = declared
  return { ...declared, call: (given, caller) => call(input.parse(given), caller) }
}

/** A tool could not do it; the message tells the model what to do instead. */
export class ToolError extends Error {
  override readonly name = 'ToolError'
}

/** A tool as `tools/list` shows it; the build writes it down. */
export const described = ({ name, title, description, isReadOnly, input, output }: Tool) => ({
  name,
  title,
  description,
  inputSchema: jsonSchema(input, 'input'),
  ...(output && { outputSchema: jsonSchema(output, 'output') }),
  annotations: {
    title,
    readOnlyHint: isReadOnly,
    destructiveHint: false,
    idempotentHint: isReadOnly,
    openWorldHint: false,
  },
})

function jsonSchema(schema: z.ZodMiniType, io: 'input' | 'output') {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' })
}

/** Calls a tool; what it cannot do is told in its result, where a model reads it. */
export async function callTool(called: CalledTool, given: unknown, caller: Caller) {
  const parsed = called.input.safeParse(given ?? {})
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'arguments'}: ${faultOf(issue)}`,
    )
    return failed(
      `Call ${called.name} again with other arguments. ${faults.slice(0, 10).join('; ')}`,
    )
  }
  try {
    const { text, data } = await called.call(given === undefined ? {} : toObject(given), caller)
    return { content: [{ type: 'text', text }], ...(data && { structuredContent: data }) }
  } catch (error) {
    if (error instanceof ToolError || error instanceof Problem) return failed(advice(error))
    throw error
  }
}

const toObject = (value: unknown): object =>
  typeof value === 'object' && value !== null ? value : {}

function faultOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'unrecognized_keys'
    ? `there is no argument ${issue.keys.join(', ')}`
    : issue.message
}

const failed = (text: string) => ({
  content: [{ type: 'text', text: cutTo(text, mostAdviceBytes) }],
  isError: true,
})

function advice(error: ToolError | Problem): string {
  if (!(error instanceof Problem)) return error.message
  const { errors = [] } = error.options
  const faults = errors.map(({ location, message }) => `${location}: ${message}`).join('; ')
  const isLater = error.status === 503
  return [error.message, faults, isLater && 'Try again in half a minute.'].filter(Boolean).join(' ')
}
