import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { resolved, sampleOf } from '../openapi-types/sample.ts'
import { readOpenApi } from '../support/openapi-document.ts'

const run = promisify(execFile)
const folder = join(import.meta.dirname, '../openapi-types')
const tool = (path: string) => join(folder, 'node_modules', path)

const isInstalled = existsSync(tool('openapi-typescript/package.json'))
const what = isInstalled ? '' : ' (needs npm ci --prefix test/openapi-types)'

const Body = z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) })
const Parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.optional(z.boolean()),
  schema: z.unknown(),
})
const Operation = z.object({
  operationId: z.string(),
  parameters: z.optional(z.array(z.unknown())),
  requestBody: z.optional(Body),
})
const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), Operation)) })

// What a client generated from the document would offer, in types alone.
const head = `
import type { operations } from './schema'
type Given<O> = O extends { requestBody?: infer B } ? B extends { content: infer C } ? C : never : never
declare function call<O extends keyof operations>(
  operation: O,
  parameters: operations[O]['parameters'],
  content?: Given<operations[O]>,
): operations[O]['responses']
// @ts-expect-error: there is no such operation.
call('noSuchOperation', {})
`

test.runIf(isInstalled)(
  `what openapi-typescript makes of the document type-checks a call of every operation${what}`,
  async () => {
    const text = await (await readOpenApi()).text()
    const { paths } = Document.parse(JSON.parse(text))
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
    expect(operations.length).toBeGreaterThan(30)
    const made = await mkdtemp(join(folder, 'node_modules', '.made-'))
    try {
      await writeFile(join(made, 'openapi.json'), text)
      const calls = operations.map((operation) => callOf(operation, JSON.parse(text)))
      await writeFile(join(made, 'calls.ts'), [head, ...calls].join('\n'))
      const cli = tool('openapi-typescript/bin/cli.js')
      const schema = join(made, 'schema.d.ts')
      await run(process.execPath, [cli, join(made, 'openapi.json'), '-o', schema])
      const compilerOptions = { strict: true, noEmit: true, types: [] }
      await writeFile(join(made, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
      const tsc = tool('typescript/bin/tsc')
      const { stdout } = await run(process.execPath, [tsc, '-p', made]).catch((error: unknown) =>
        z.object({ stdout: z.string() }).parse(error),
      )
      expect(stdout).toBe('')
    } finally {
      await rm(made, { recursive: true })
    }
  },
)

function callOf(operation: z.infer<typeof Operation>, document: unknown): string {
  const parameters: Record<string, Record<string, unknown>> = {}
  for (const given of operation.parameters ?? []) {
    const { name, in: place, required, schema } = Parameter.parse(resolved(given, document))
    if (!required) continue
    parameters[place] = { ...parameters[place], [name]: sampleOf(schema, document) }
  }
  const bodies = Object.entries(operation.requestBody?.content ?? {}).map(
    ([type, { schema }]) => [type, sampleOf(schema, document)] as const,
  )
  const content = bodies.length > 0 ? `, ${JSON.stringify(Object.fromEntries(bodies))}` : ''
  return `call('${operation.operationId}', ${JSON.stringify(parameters)}${content})`
}
