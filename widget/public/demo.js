// A page to try a deployment with: one question, its answer as it streams, and what it rests on.
const form = document.querySelector('#ask')
const status = document.querySelector('#status')
const answer = document.querySelector('#answer')
const sources = document.querySelector('#sources')
const json = { 'content-type': 'application/json' }
let session

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const button = form.querySelector('button')
  button.disabled = true
  answer.hidden = false
  answer.textContent = ''
  sources.hidden = true
  status.textContent = 'Looking through the book …'
  try {
    await ask(form.question.value)
  } catch (error) {
    status.textContent = error.message
  } finally {
    button.disabled = false
  }
})

async function ask(question) {
  session ??= await post('/v1/sessions', {}).then((response) => response.json())
  const { session_id, token } = session
  const response = await post('/v1/chat', { session_id, question }, token)
  let found = []
  for await (const { event, data } of eventsOf(response.body)) {
    if (event === 'sources') found = data.sources
    if (event === 'delta') answer.append(data.text)
    if (event === 'citations') showSources(found, data.citations)
    if (event === 'error') throw new Error(data.title)
    if (event === 'done') status.textContent = summary(data)
  }
}

async function post(path, body, token) {
  const headers = token ? { ...json, authorization: `Bearer ${token}` } : json
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
  if (response.ok) return response
  const problem = await response.json()
  throw new Error(problem.detail)
}

async function* eventsOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value
    const blocks = text.split('\n\n')
    text = blocks.pop()
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1]
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (event && data) yield { event, data: JSON.parse(data) }
    }
  }
}

function showSources(found, citations) {
  const items = citations.map(({ n, quote, status: verdict }) => {
    const source = found.find((one) => one.n === n)
    const item = document.createElement('li')
    item.value = n
    item.append([source.chapter, source.section].filter(Boolean).join(' › ') || source.source)
    const words = document.createElement('blockquote')
    words.className = verdict
    words.textContent = quote
    item.append(words)
    return item
  })
  sources.querySelector('ol').replaceChildren(...items)
  sources.hidden = items.length === 0
}

function summary({ latency_ms, cached, degraded, usage }) {
  const notes = [
    `${latency_ms} ms`,
    cached && `from the cache (${cached})`,
    usage && `by ${usage.model}`,
  ]
  if (degraded.length > 0) notes.push(`without ${degraded.join(', ')}`)
  return notes.filter(Boolean).join(' · ')
}
