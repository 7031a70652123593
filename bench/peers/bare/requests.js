/** @type {{ url: string, answers: { requests: { path: string, body: string }[], reply: string }[] }} */
let told = { url: '', answers: [] }
let asked = 0

const send = async ({ path, body }) =>
  await (await fetch(told.url + path, { method: 'POST', body })).text()

const sendAll = async (requests) =>
  (await Promise.all(requests.map(send))).map((text) => JSON.parse(text))

/**
 * The requests of whole answers, one after the other, with the very bytes that they had, in the same order:
 * the least that an answer which asks for as much can cost. A PUT tells it what they are.
 */
export default {
  async fetch(request, _env, context) {
    const body = await request.json()
    if (request.method === 'PUT') {
      told = body
      return new Response()
    }
    const { requests, reply } = told.answers[asked++ % told.answers.length]
    const at = requests.findIndex(({ path }) => path.endsWith('/chat/completions'))
    const before = requests.slice(0, at)
    const needsVector = ({ path }) => path.startsWith('/qdrant')
    await sendAll(before.filter((one) => !needsVector(one)))
    await sendAll(before.filter(needsVector))
    await send(requests[at])
    context.waitUntil(sendAll(requests.slice(at + 1)))
    return new Response(reply)
  },
}
