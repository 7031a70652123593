import { expect, test } from 'vitest'
import { allowance, askAsAgent, type ToolResult } from '../../eval/agent/scripted-agent.ts'

/** A server whose every result is as long as it may be. */
function greedyServer() {
  const calls: string[] = []
  const call = async (name: string, given: object): Promise<ToolResult> => {
    calls.push(name)
    if (name === 'search') {
      const hits = Array.from({ length: 20 }, (_, at) => ({ path: `docs/${at}.md`, url: `u${at}` }))
      return { content: [{ text: 'x'.repeat(9000) }], structuredContent: { hits } }
    }
    const { max_bytes: bytes } = { max_bytes: 9000, ...given }
    return { content: [{ text: 'x'.repeat(bytes) }] }
  }
  return { call, calls }
}

test('the scripted agent stays within its calls and its bytes', async () => {
  const { call, calls } = greedyServer()
  const spent = await askAsAgent('Where is the wick?', call)
  expect(calls.slice(0, 2)).toEqual(['search', 'read'])
  expect(spent.calls).toBe(calls.length)
  expect(spent.calls).toBeLessThanOrEqual(allowance.calls)
  expect(spent.bytes).toBeLessThanOrEqual(allowance.bytes)
  expect(spent.texts.length).toBeGreaterThan(1)
})

test('an agent that finds nothing reads nothing', async () => {
  const spent = await askAsAgent('x', async () => ({
    content: [{ text: 'Nothing was found.' }],
    structuredContent: { hits: [] },
  }))
  expect(spent).toMatchObject({ calls: 1, texts: [] })
})
