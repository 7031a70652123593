import type { ChatEvent } from '../lib/chat/events.ts'

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
      const done = doneIn(await response.text())
      if (done?.answered && done.cached === false && done.degraded.length === 0) answered += 1
    }
  }
  await Promise.all(Array.from({ length: parallel }, ask))
  process.send?.(answered)
})

type Done = Extract<ChatEvent, { event: 'done' }>['data']

/** What an answer's last event says. To read all of them event by event costs a tenth of the machine. */
function doneIn(stream: string): Done | undefined {
  const line = /^event: done\ndata: (.*)$/m.exec(stream)?.[1]
  return line === undefined ? undefined : (JSON.parse(line) as Done)
}

process.on('disconnect', () => process.exit(0))
