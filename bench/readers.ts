import { readEvents } from '../test/support/local-suite.ts'

/**
 * Run as a process: asks what it is sent, some at a time, and answers with how many were answered by
 * the model. What readers cost is then no part of what is measured.
 */
export interface Asking {
  url: string
  parallel: number
  questions: { question: string; session_id: string; token: string }[]
}

process.on('message', async ({ url, parallel, questions }: Asking) => {
  const waiting = questions.values()
  let answered = 0
  const ask = async () => {
    for (const { token, ...body } of waiting) {
      const response = await fetch(`${url}/v1/chat`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      })
      const last = (await readEvents(response)).at(-1)
      if (last?.event !== 'done') continue
      const { answered: isAnswered, cached, degraded } = last.data
      if (isAnswered && cached === false && degraded.length === 0) answered += 1
    }
  }
  await Promise.all(Array.from({ length: parallel }, ask))
  process.send?.(answered)
})
process.on('disconnect', () => process.exit(0))
