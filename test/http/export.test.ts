import { expect, test } from 'vitest'
import { exported } from '../../lib/http/export.ts'

const rowsEach = 1000

/** A list of so many rows, which counts how many were read of it. */
function listOf(rows: number) {
  const read: number[] = []
  return {
    read,
    async page(cursor: string | undefined, limit: number) {
      const from = Number(cursor ?? 0)
      const data = Array.from({ length: Math.min(limit, rows - from) }, (_, at) => ({
        n: from + at,
        text: from + at === 0 ? '=1+1, "so"' : 'x'.repeat(200),
      }))
      read.push(data.length)
      const next = from + data.length
      return { data, ...(next < rows && { next_cursor: String(next) }) }
    },
  }
}

const options = { name: 'rows', columns: ['n', 'text'], from: undefined, mostPages: 5000 }

test('a million rows on a slow line are read only as they are taken', async () => {
  const list = listOf(1_000_000)
  const response = await exported({ ...options, format: 'csv', read: list.page })
  const reader = response.body?.getReader()
  for (let chunks = 0; chunks < 20; chunks += 1) {
    expect((await reader?.read())?.done).toBe(false)
    // A page is taken while the next one may wait: never more than two are held.
    expect(list.read.length).toBeLessThanOrEqual(chunks + 2)
  }
  await reader?.cancel()
  const taken = list.read.length
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(list.read.length).toBe(taken)
  expect(Math.max(...list.read)).toBe(rowsEach)
})

test('the whole of it comes, each row once, and what a spreadsheet would reckon is text', async () => {
  const list = listOf(30_500)
  const response = await exported({ ...options, format: 'csv', read: list.page })
  const lines = (await response.text()).split('\r\n')
  expect(lines[0]).toBe('n,text')
  expect(lines[1]).toBe(`0,"'=1+1, ""so"""`)
  expect(lines.slice(1, -1).map((line) => Number.parseInt(line, 10))).toEqual(
    Array.from({ length: 30_500 }, (_, n) => n),
  )
})

test('a file that ends early says where to go on, and goes on there', async () => {
  const list = listOf(3000)
  const cut = { ...options, format: 'jsonl', mostPages: 2, read: list.page } as const
  const lines = (await (await exported(cut)).text()).trim().split('\n')
  expect(lines).toHaveLength(2001)
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ next_cursor: '2000' })
  const rest = await (await exported({ ...cut, from: '2000' })).text()
  expect(rest.trim().split('\n')).toHaveLength(1000)
})
