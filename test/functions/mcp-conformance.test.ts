import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

const command = join(
  import.meta.dirname,
  '../mcp/node_modules/@modelcontextprotocol/conformance/dist/index.js',
)
const isInstalled = existsSync(command)
const what = isInstalled ? '' : ' (needs npm ci --prefix test/mcp)'

let local: LocalSuite
beforeAll(async () => {
  if (isInstalled) local = await startLocalSuite()
})
afterAll(() => local?.close())

const Output = z.object({ stdout: z.string() })

/** The checks of a scenario that fail, as the public conformance suite names them. */
async function failuresOf(scenario: string, version: string): Promise<string[]> {
  const given = [
    '--url',
    `${local.suite.url}/mcp`,
    '--scenario',
    scenario,
    '--spec-version',
    version,
  ]
  const run = promisify(execFile)(process.execPath, [command, 'server', ...given])
  const { stdout } = Output.parse(await run.catch((error: unknown) => error))
  expect(stdout).toMatch(/Passed: \d+\/\d+/)
  return [...stdout.matchAll(/\[([\w-]+) *\] \S*FAILURE/g)].map(([, name = '']) => name)
}

const ofAll = ['tools-list', 'resources-list', 'prompts-list', 'completion-complete']
const before = ['server-initialize', 'ping', 'server-session-lifecycle', ...ofAll]
const scenarios = [
  ...before.map((scenario) => [scenario, '2025-06-18']),
  ...[...before, 'dns-rebinding-protection'].map((scenario) => [scenario, '2025-11-25']),
  ...[
    ...ofAll,
    'dns-rebinding-protection',
    'caching',
    'http-header-validation',
    'sep-2164-resource-not-found',
    'input-required-result-unsupported-methods',
  ].map((scenario) => [scenario, '2026-07-28']),
]

test.runIf(isInstalled).each(scenarios)(
  `the conformance scenario %s of %s has no failure${what}`,
  async (scenario = '', version = '') => {
    expect(await failuresOf(scenario, version)).toEqual([])
  },
)

test.runIf(isInstalled)(
  `of the stateless scenario no check fails but those that call diagnostic tools${what}`,
  async () => {
    // They call test_missing_capability, test_streaming_elicitation and test_logging_tool, which a
    // book has no use for: we ask our clients for nothing, and log nothing to them.
    expect(await failuresOf('server-stateless', '2026-07-28')).toEqual([
      'sep-2575-server-rejects-undeclared-capability',
      'sep-2575-missing-capability-http-400',
      'sep-2575-http-server-no-independent-requests-on-stream',
      'sep-2575-server-no-log-without-loglevel',
    ])
  },
)
